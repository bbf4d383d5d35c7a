import { createHash, randomBytes } from 'node:crypto';
import { type Courier, cleanError, type Outcome, type Sms } from './couriers.js';

const timeoutMs = 10_000;

interface Place {
  readonly origin: string;
  readonly user: string;
  readonly secret: string;
  readonly options: URLSearchParams;
}

/** Reads `provider[+http]://USER:SECRET@host?…`; +http is for tests and proxies on the same machine. */
function placeOf(url: string, required: readonly string[]): Place {
  const { protocol, host, username, password, searchParams } = new URL(url);
  const missing = required.filter((name) => !searchParams.get(name));
  if (!host || !username || !password || missing.length > 0)
    throw new Error(`must name user, secret and host${required.map((name) => `, and ${name}=`).join('')}`);
  return {
    origin: `${protocol.endsWith('+http:') ? 'http' : 'https'}://${host}`,
    user: decodeURIComponent(username),
    secret: decodeURIComponent(password),
    options: searchParams,
  };
}

async function post(
  url: string,
  headers: Record<string, string>,
  form: URLSearchParams,
): Promise<{ status: number; body: Record<string, unknown> } | Outcome> {
  try {
    const response = await fetch(url, { method: 'POST', headers, body: form, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
    const body = (await response.json().catch(() => ({}))) as Record<string, unknown>;
    return { status: response.status, body };
  } catch (error) {
    const { message, cause } = error as Error & { cause?: { code?: string } };
    return { kind: 'retry', error: cleanError(cause?.code ?? message) };
  }
}

/** Too many requests, what breaks on the other side, and a key that an operator has to mend may succeed later. */
const passing = (status: number): boolean => [401, 403, 408, 429].includes(status) || status >= 500;

/** SMS by Twilio's Programmable Messaging: https://www.twilio.com/docs/messaging/api/message-resource */
export class TwilioCourier implements Courier<Sms> {
  private readonly place: Place;
  constructor(url: string) {
    this.place = placeOf(url, ['from']);
  }

  async send({ to, text }: Sms): Promise<Outcome> {
    const { origin, user, secret, options } = this.place;
    const authorization = `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`;
    const form = new URLSearchParams({ To: to, From: options.get('from')!, Body: text });
    const answer = await post(`${origin}/2010-04-01/Accounts/${encodeURIComponent(user)}/Messages.json`, { authorization }, form);
    if ('kind' in answer) return answer;
    const { status, body } = answer;
    if (status === 201) return { kind: 'sent' };
    return { kind: passing(status) ? 'retry' : 'failed', error: cleanError(`${status} ${body.code ?? ''} ${body.message ?? ''}`) };
  }

  close(): void {}
}

/**
 * SMS by Huawei Cloud's Message & SMS: https://support.huaweicloud.com/intl/en-us/api-msgsms/sms_05_0001.html. Its texts are approved
 * beforehand: `template` names one with two variables, the number of the request and the sentence.
 */
export class HuaweiCourier implements Courier<Sms> {
  private readonly place: Place;
  constructor(url: string) {
    this.place = placeOf(url, ['sender', 'template']);
  }

  async send({ to, text, number }: Sms): Promise<Outcome> {
    const { origin, user, secret, options } = this.place;
    const created = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
    const nonce = randomBytes(16).toString('hex');
    const digest = createHash('sha256').update(`${nonce}${created}${secret}`).digest('base64');
    const headers = {
      authorization: 'WSSE realm="SDP",profile="UsernameToken",type="Appkey"',
      'x-wsse': `UsernameToken Username="${user}",PasswordDigest="${digest}",Nonce="${nonce}",Created="${created}"`,
    };
    const form = new URLSearchParams({
      from: options.get('sender')!,
      to,
      templateId: options.get('template')!,
      templateParas: JSON.stringify([number, text]),
    });
    const signature = options.get('signature');
    if (signature) form.set('signature', signature);
    const answer = await post(`${origin}/sms/batchSendSms/v1`, headers, form);
    if ('kind' in answer) return answer;
    const { status, body } = answer;
    if (status === 200 && body.code === '000000') return { kind: 'sent' };
    return { kind: passing(status) ? 'retry' : 'failed', error: cleanError(`${status} ${body.code ?? ''} ${body.description ?? ''}`) };
  }

  close(): void {}
}

/** The provider that an address names. Throws an Error that says what is expected. */
export function smsProvider(url: string): Courier<Sms> {
  const protocol = new URL(url).protocol.replace('+http', '');
  if (protocol === 'twilio:') return new TwilioCourier(url);
  if (protocol === 'huawei:') return new HuaweiCourier(url);
  throw new Error('must start with twilio:// or huawei://');
}
