import { useEffect } from 'react';

// Takes the place of react-style-singleton, through which GraphiQL's dialogs lock the page's scrolling: the same styles,
// but as an adopted style sheet, which a content security policy without 'unsafe-inline' allows.

/** A component that applies its styles from the first one mounted until the last one is gone. */
export function styleSingleton() {
  const sheet = new CSSStyleSheet();
  let mounted = 0;
  return function AdoptedStyle({ styles }: { styles: string }) {
    useEffect(() => {
      sheet.replaceSync(styles);
      if (mounted++ === 0) document.adoptedStyleSheets.push(sheet);
      return () => {
        if (--mounted > 0) return;
        document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
      };
    }, [styles]);
    return null;
  };
}
