import { AuthenticationError } from './errors.js';
import type { ClientOptions, RequestOptions, Sender, Sent } from './options.js';
import { retrying } from './retries.js';
import { Token } from './token.js';
import { transmit } from './transmit.js';

/** Makes what sends for a client. Throws a TypeError for an address that is none. */
export function createSender(options: ClientOptions): Sender {
  const url = new URL(options.url).href.replace(/\/+$/, '');
  const token = new Token(options.token);
  const fetcher = options.fetch ?? ((...args) => fetch(...args));

  const attempt = async <T>({ path, ...request }: Sent, own: RequestOptions, read: (response: Response) => Promise<T>): Promise<T> => {
    const { language, timeoutMs = 30_000, headers, signal, onProgress } = { ...options, ...own };
    const once = async (credential: string | null): Promise<T> =>
      transmit(
        {
          ...request,
          url: url + path,
          headers: new Headers({
            ...options.headers,
            ...headers,
            ...request.headers,
            ...(language && { 'accept-language': language }),
            ...(credential !== null && { authorization: `Bearer ${credential}` }),
          }),
        },
        { fetch: fetcher, timeoutMs, signal, onProgress },
        read,
      );
    const credential = await token.get();
    try {
      return await once(credential);
    } catch (error) {
      if (!(error instanceof AuthenticationError && token.refused(credential))) throw error;
      return once(await token.get());
    }
  };

  return {
    url,
    token,
    options,
    send: (request, own, read) => {
      const { retryForMs = 60_000, onRetry, signal } = { ...options, ...own };
      return retrying(() => attempt(request, own, read), { retryForMs, onRetry, signal });
    },
  };
}
