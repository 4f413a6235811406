/** A browser: it keeps cookies by origin and goes where it is sent. */
export class Browser {
  readonly jars = new Map<string, Map<string, string>>();

  jar(url: string): Map<string, string> {
    const { origin } = new URL(url);
    if (!this.jars.has(origin)) this.jars.set(origin, new Map());
    return this.jars.get(origin)!;
  }

  /** One request, with the cookies of its origin; what comes back may set some. */
  async ask(url: string, init: RequestInit = {}): Promise<Response> {
    const jar = this.jar(url);
    const headers = new Headers(init.headers);
    if (jar.size > 0) headers.set('Cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
    const answer = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!;
      if (/max-age=(0|-)|expires=Thu, 01 Jan 1970/i.test(cookie)) jar.delete(name!);
      else jar.set(name!, value!);
    }
    return answer;
  }

  /** Follows redirects from url until one leads to a place that ends, or an answer is none. */
  async follow(url: string, ends: (url: URL) => boolean): Promise<{ url: URL; answer: Response | null }> {
    for (let hops = 0; hops < 20; hops++) {
      const answer = await this.ask(url);
      const location = answer.headers.get('location');
      if (answer.status < 300 || answer.status > 399 || !location) return { url: new URL(url), answer };
      const to = new URL(location, url);
      if (ends(to)) return { url: to, answer: null };
      url = to.href;
    }
    throw new Error('it goes round in circles');
  }
}
