import { AuthenticationError } from './errors.js';

/** An access token, or a function that gets one: called for the first, and again when the server no longer takes the last. */
export type TokenSource = string | (() => string | Promise<string>);

/** Keeps the token of a client. However many calls find it expired at once, the source is asked once. */
export class Token {
  private pending: Promise<string> | null = null;
  private current: string | null = null;

  constructor(private readonly source: TokenSource | undefined) {
    if (typeof source === 'string') this.current = source;
  }

  /** The present token; null when there is none. Throws what the source throws, as a failure that can be tried again. */
  async get(): Promise<string | null> {
    const { source } = this;
    if (this.current !== null || typeof source !== 'function') return this.current;
    this.pending ??= (async () => source())()
      .then(
        (token) => {
          this.current = token;
          return token;
        },
        (cause) => {
          throw new AuthenticationError({ code: 'TOKEN_UNAVAILABLE', message: 'The token function failed.', retryable: true, cause });
        },
      )
      .finally(() => {
        this.pending = null;
      });
    return this.pending;
  }

  /** Says that the server did not take a token. Answers whether asking again can give another. */
  refused(token: string | null): boolean {
    if (typeof this.source !== 'function') return false;
    if (this.current === token) this.current = null;
    return true;
  }
}
