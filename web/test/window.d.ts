// The tests' window is happy-dom's, which can pretend to be at any address.
interface Window {
  happyDOM: { setURL(url: string): void };
}
