import { ConnectionError, JointOpsError } from './errors.js';

/** How far a body has been sent. */
export interface Progress {
  /** Bytes that have left. */
  readonly sent: number;
  /** Bytes in all. */
  readonly total: number;
}

/** An HTTP request. */
export interface Outgoing {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body?: string | Blob | FormData | undefined;
}

export interface TransmitOptions {
  readonly fetch: typeof fetch;
  /** Milliseconds without progress after which it is given up. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/**
 * Sends a request and hands its answer to `read`. Files are sent so that their progress shows: by XMLHttpRequest in browsers, as a stream
 * elsewhere. Throws a ConnectionError, or the signal's reason.
 */
export async function transmit<T>(request: Outgoing, options: TransmitOptions, read: (response: Response) => Promise<T>): Promise<T> {
  const { signal, timeoutMs, onProgress } = options;
  signal?.throwIfAborted();
  const controller = new AbortController();
  const abort = (): void => controller.abort(signal?.reason);
  signal?.addEventListener('abort', abort, { once: true });
  const late = new ConnectionError({ code: 'TIMEOUT', message: `Nothing came for ${timeoutMs} ms.`, retryable: true });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => controller.abort(late), timeoutMs);
  };
  wait();
  let isOver = false;
  const progress = (each: Progress): void => {
    // What was on its way when it was given up tells no more.
    if (isOver || controller.signal.aborted) return;
    wait();
    onProgress?.(each);
  };
  try {
    const isText = request.body === undefined || typeof request.body === 'string';
    return await read(await (isText ? plain : withProgress)(request, options.fetch, controller.signal, progress));
  } catch (error) {
    if (controller.signal.aborted) throw controller.signal.reason;
    if (error instanceof JointOpsError) throw error;
    throw new ConnectionError({ code: 'CONNECTION_FAILED', message: 'The server could not be reached.', retryable: true, cause: error });
  } finally {
    isOver = true;
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}

type Way = (request: Outgoing, fetcher: typeof fetch, signal: AbortSignal, onProgress: (progress: Progress) => void) => Promise<Response>;

const plain: Way = ({ url, ...init }, fetcher, signal) => fetcher(url, { ...init, signal } as RequestInit);

const withProgress: Way = (...args) => (typeof XMLHttpRequest === 'undefined' ? streamed : byXhr)(...args);

const streamed: Way = ({ url, body, ...init }, fetcher, signal, onProgress) => {
  const total = sizeOf(body);
  // Response knows how to write a form.
  const encoded = new Response(body as BodyInit);
  let sent = 0;
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      sent += chunk.byteLength;
      controller.enqueue(chunk);
      onProgress({ sent: Math.min(sent, total), total });
    },
  });
  const type = encoded.headers.get('content-type');
  if (type && body instanceof FormData) init.headers.set('content-type', type);
  return fetcher(url, { ...init, body: encoded.body?.pipeThrough(counted), signal, duplex: 'half' } as RequestInit);
};

const byXhr: Way = ({ url, method, headers, body }, _, signal, onProgress) =>
  new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.open(method, url);
    for (const [name, value] of headers) xhr.setRequestHeader(name, value);
    xhr.upload.onprogress = ({ loaded, total }) => onProgress({ sent: loaded, total });
    xhr.onload = () => {
      const { status, responseText } = xhr;
      const pairs = xhr.getAllResponseHeaders().trim().split(/\r?\n/);
      const answered = new Headers(pairs.map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]).filter(([name]) => name));
      // A status without a body refuses even an empty one.
      resolve(new Response(responseText || null, { status, headers: answered }));
    };
    xhr.onerror = () => reject(new TypeError('Failed to fetch'));
    xhr.onabort = () => reject(signal.reason);
    signal.addEventListener('abort', () => xhr.abort(), { once: true });
    xhr.send(body as XMLHttpRequestBodyInit);
  });

function sizeOf(body: Outgoing['body']): number {
  if (body instanceof Blob) return body.size;
  let total = 0;
  if (body instanceof FormData) for (const value of body.values()) if (value instanceof Blob) total += value.size;
  return total;
}
