import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { FileFacts } from '../domain/certification-facts.js';
import { Failure } from '../domain/errors.js';
import { attachment } from './attachment.js';
import { Breaker } from './breaker.js';
import type { ByteRange, ObjectStore } from './object-store.js';
import type { StagedFile } from './staging.js';

/** Seconds for which a link of the store works; each is made for one download and followed at once. */
const linkSeconds = 60;

/** Milliseconds until a store that does not answer is given up; the bytes of an object may take longer. */
const answerMs = 2500;
const pingMs = 1400;

/** Where an S3-compatible store is: what a storage address says. */
interface Place {
  readonly bucket: string;
  readonly prefix: string;
  readonly region: string;
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/**
 * Reads `s3://[KEY:SECRET@]bucket[/prefix][?region=…&endpoint=https://…]`. Without a key, the ways of the AWS SDK apply: environment,
 * shared files, instance role. Throws an Error that says what is expected.
 */
export function placeOf(url: string): Place {
  const { protocol, hostname, pathname, username, password, searchParams } = new URL(url);
  const endpoint = searchParams.get('endpoint') ?? undefined;
  const unknown = [...searchParams.keys()].find((key) => key !== 'region' && key !== 'endpoint');
  if (protocol !== 's3:' || !hostname || unknown || (endpoint && !/^https?:\/\/[^/]+\/?$/.test(endpoint)) || !username !== !password) {
    throw new Error('must be s3://[KEY:SECRET@]bucket[/prefix][?region=REGION&endpoint=https://HOST]');
  }
  const prefix = decodeURIComponent(pathname).replace(/^\/+|\/+$/g, '');
  return {
    bucket: hostname,
    prefix: prefix && `${prefix}/`,
    region: searchParams.get('region') ?? 'us-east-1',
    ...(endpoint && { endpoint }),
    ...(username && { credentials: { accessKeyId: decodeURIComponent(username), secretAccessKey: decodeURIComponent(password) } }),
  };
}

/** Stores objects in a bucket of an S3-compatible store. */
export class S3Store implements ObjectStore {
  private readonly client: S3Client;
  private readonly place: Place;
  private readonly breaker: Breaker;

  /** `onLost` is told when the store stops answering and when it does again; meanwhile every call fails at once. */
  constructor(url: string, onLost: (lost: boolean) => void = () => {}) {
    this.breaker = new Breaker(() => this.ping(), onLost);
    this.place = placeOf(url);
    const { region, endpoint, credentials } = this.place;
    this.client = new S3Client({
      region,
      ...(credentials && { credentials }),
      // A store at an address of its own seldom has a name of its own for each bucket.
      ...(endpoint && { endpoint, forcePathStyle: true }),
      // Newer checksums are refused by many stores; what is sent is told apart by its sha256 instead, see keep().
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      maxAttempts: 2,
      requestHandler: { connectionTimeout: 1500, socketTimeout: 3000, requestTimeout: 0, throwOnRequestTimeout: true },
    });
  }

  async keep({ sha256, path, bytes }: StagedFile): Promise<void> {
    if (await this.has(sha256)) return;
    const command = new PutObjectCommand({
      ...this.object(sha256),
      Body: createReadStream(path),
      ContentLength: bytes,
      ContentType: 'application/octet-stream',
    });
    // The sha256 is signed with the request: a store that receives other bytes refuses them.
    command.middlewareStack.add(
      (next) => (args) => {
        (args.request as { headers: Record<string, string> }).headers['x-amz-content-sha256'] = sha256;
        return next(args);
      },
      { step: 'build' },
    );
    // Only silence is bounded: 100 MiB may take their time.
    await this.reached(() => this.client.send(command));
  }

  has(sha256: string): Promise<boolean> {
    return this.answered((abortSignal) =>
      this.client.send(new HeadObjectCommand(this.object(sha256)), { abortSignal }).then(
        () => true,
        (error: unknown) => {
          if (isMissing(error)) return false;
          throw error;
        },
      ),
    );
  }

  async read(sha256: string, range?: ByteRange): Promise<Readable> {
    const command = new GetObjectCommand({ ...this.object(sha256), ...(range && { Range: `bytes=${range.start}-${range.end}` }) });
    return (await this.answered((abortSignal) => this.client.send(command, { abortSignal }))).Body as Readable;
  }

  async remove(sha256: string): Promise<void> {
    await this.answered((abortSignal) => this.client.send(new DeleteObjectCommand(this.object(sha256)), { abortSignal }));
  }

  link({ sha256, name, contentType }: FileFacts): Promise<string> {
    const command = new GetObjectCommand({
      ...this.object(sha256),
      ResponseContentDisposition: attachment(name),
      ResponseContentType: contentType,
      ResponseCacheControl: 'private, no-store',
    });
    return getSignedUrl(this.client, command, { expiresIn: linkSeconds });
  }

  async ping(): Promise<void> {
    await this.client.send(new HeadBucketCommand({ Bucket: this.place.bucket }), { abortSignal: AbortSignal.timeout(pingMs) });
  }

  close(): void {
    this.breaker.stop();
    this.client.destroy();
  }

  /** Like {@link reached}; the store has to begin its answer in time, whose bytes may then take longer. */
  private answered<T>(call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), answerMs);
    return this.reached(() => call(late.signal)).finally(() => clearTimeout(timer));
  }

  /** What the store answers; whatever keeps it from answering is a Failure that may be retried, with the store's error as its cause. */
  private async reached<T>(call: () => Promise<T>): Promise<T> {
    if (this.breaker.open) throw unavailable(new Error('the file store does not answer'));
    try {
      const answer = await call();
      this.breaker.answered();
      return answer;
    } catch (cause) {
      if (['AbortError', 'TimeoutError'].includes((cause as Error).name)) this.breaker.timedOut();
      throw unavailable(cause);
    }
  }

  private object(sha256: string): { Bucket: string; Key: string } {
    return { Bucket: this.place.bucket, Key: `${this.place.prefix}${sha256.slice(0, 2)}/${sha256}` };
  }
}

const isMissing = (error: unknown): boolean => error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404;

const unavailable = (cause: unknown): Failure =>
  Object.assign(
    new Failure('SERVICE_UNAVAILABLE', {
      en: 'The file store does not answer at the moment; nothing was changed. Try again.',
      zh: '文件存储暂时无响应，未作任何更改；请重试。',
    }),
    { cause },
  );
