import type { Client } from './client.js';
import { failureOf } from './errors.js';
import type { RequestOptions } from './options.js';
import { retrying } from './retries.js';

export interface UploadOptions extends Pick<RequestOptions, 'signal' | 'timeoutMs' | 'retryForMs' | 'onRetry' | 'onProgress'> {
  /** Bytes of a piece: what is sent anew, at most, after a break. @default 8 MiB */
  readonly pieceBytes?: number;
  /** The id of an upload of the same file that was begun before, to go on with it. */
  readonly uploadId?: string;
  /** Called once with the id: keep it to go on after the page or the process has gone. */
  readonly onStart?: (uploadId: string) => void;
}

const path = '/uploads';
const protocol = { 'tus-resumable': '1.0.0' };
/** 409: the server has more than was thought, of a piece whose answer was lost. 423: it still takes that piece. */
const movedOn = [409, 423];

/**
 * Uploads a file in pieces, by the protocol tus 1.0.0 (https://tus.io/protocols/resumable-upload): a break costs a piece, not the file.
 * Answers the id that `uploadMaterial` takes as `uploadId`. It belongs to you, and is gone after 24 hours unless it is attached.
 */
export async function upload({ sender }: Client, file: File, options: UploadOptions = {}): Promise<string> {
  const { pieceBytes = 8 * 1024 * 1024, onProgress, onStart, ...own } = options;
  const { retryForMs = 60_000 } = { ...sender.options, ...own };
  const call = <T>(method: string, at: string, headers: Record<string, string>, read: (response: Response) => T, rest: object = {}) => {
    const { body, ...more } = rest as { body?: Blob };
    const request = { path: path + at, method, headers: { ...protocol, ...headers }, ...(body && { body }) };
    return sender.send(request, { ...own, ...more }, async (response) => {
      const { ok, status } = response;
      if (ok) return read(response);
      const message = await response.text();
      throw failureOf([{ message, extensions: { ...(movedOn.includes(status) && { retryable: true }) } }], status, response.headers);
    });
  };
  const offsetOf = (response: Response): number => Number(response.headers.get('upload-offset'));
  const askOffset = (): Promise<number> => call('HEAD', `/${id}`, {}, offsetOf);

  const id =
    options.uploadId ??
    (await call(
      'POST',
      '',
      { 'upload-length': String(file.size), 'upload-metadata': `filename ${base64Of(file.name)}` },
      ({ headers }) => headers.get('location')?.split('/').pop() ?? '',
    ));
  onStart?.(id);
  let offset = options.uploadId ? await askOffset() : 0;
  while (offset < file.size) {
    let failed = false;
    offset = await retrying(
      async () => {
        // After a break only the server knows how much of the piece has arrived.
        if (failed) offset = await askOffset();
        failed = true;
        if (offset >= file.size) return offset;
        const body = file.slice(offset, offset + pieceBytes);
        const headers = { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) };
        const onPiece = ({ sent }: { sent: number }) => onProgress?.({ sent: offset + sent, total: file.size });
        return call('PATCH', `/${id}`, headers, offsetOf, { body, retryForMs: 0, onProgress: onPiece });
      },
      { retryForMs, signal: own.signal, onRetry: own.onRetry ?? sender.options.onRetry },
    );
  }
  return id;
}

const base64Of = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
