import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Names of this machine, with the port that the browser sees: a tunnel may have given it another than ours. */
const OWN_HOST = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::(\d{1,5}))?$/;

/** Who may come in: a page whose address names this machine, and which brings the cookie that the token was changed for. */
export class Admission {
  /** the key in the printed address, good as long as the program runs */
  readonly token = randomBytes(24).toString('base64url');
  private readonly secret = randomBytes(24).toString('base64url');
  private readonly onceOnly = new Set<string>();

  /** A key that opens one time: an address on a command line can be read by others on this machine. */
  tokenForOnce(): string {
    const token = randomBytes(24).toString('base64url');
    this.onceOnly.add(token);
    return token;
  }

  /** A page of another site whose name was bent to 127.0.0.1 names that site here. */
  hasOwnHost({ headers }: IncomingMessage): boolean {
    return OWN_HOST.test(headers.host ?? '');
  }

  /** A browser tells truthfully which page opens a web socket; anything else that speaks HTTP needs the cookie. */
  hasOwnOrigin({ headers }: IncomingMessage): boolean {
    return headers.origin === `http://${headers.host}`;
  }

  hasCookie(request: IncomingMessage): boolean {
    const name = cookieName(request);
    return (request.headers.cookie ?? '').split(';').some((part) => {
      const [key, value = ''] = part.trim().split('=', 2);
      return key === name && isSame(value, this.secret);
    });
  }

  /** @returns the header that sets the cookie, for a right token; null for any other */
  cookieFor(token: string, request: IncomingMessage): string | null {
    const once = [...this.onceOnly].find((other) => isSame(token, other));
    if (once !== undefined) this.onceOnly.delete(once);
    else if (!isSame(token, this.token)) return null;
    return `${cookieName(request)}=${this.secret}; Path=/; HttpOnly; SameSite=Strict`;
  }
}

/** Cookies do not know ports: two programs behind two ports need two names. */
function cookieName({ headers }: IncomingMessage): string {
  return `stackwright-${OWN_HOST.exec(headers.host ?? '')?.[1] ?? '80'}`;
}

/** Takes the same time wherever they differ. */
function isSame(a: string, b: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(a), hash(b));
}
