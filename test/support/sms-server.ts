import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedSms {
  readonly to: string;
  readonly text: string;
  readonly form: URLSearchParams;
}

/**
 * Speaks the protocols of Twilio (https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource) and Huawei Cloud
 * (https://support.huaweicloud.com/intl/en-us/api-msgsms/sms_05_0001.html), and refuses whoever does not sign as they ask.
 */
export class SmsServer {
  readonly received: ReceivedSms[] = [];
  /** The status with which the next requests are answered; null: as they deserve. */
  broken: number | null = null;
  private readonly nonces = new Set<string>();
  private constructor(private readonly server: Server) {}

  static async start(): Promise<SmsServer> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const answer = made.answer(request.method!, request.url!, request.headers, new URLSearchParams(Buffer.concat(chunks).toString()));
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
      });
    });
    const made = new SmsServer(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    return made;
  }

  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private answer(method: string, url: string, headers: Record<string, unknown>, form: URLSearchParams): { status: number; body: object } {
    if (this.broken) return { status: this.broken, body: { code: 1, message: `cannot reach ${form.get('To') ?? form.get('to')}` } };
    if (headers['content-type'] !== 'application/x-www-form-urlencoded;charset=UTF-8' || method !== 'POST')
      return { status: 400, body: {} };
    return url === '/sms/batchSendSms/v1' ? this.huawei(headers, form) : this.twilio(url, headers, form);
  }

  private twilio(url: string, headers: Record<string, unknown>, form: URLSearchParams): { status: number; body: object } {
    if (url !== '/2010-04-01/Accounts/AC123/Messages.json') return { status: 404, body: { code: 20404, message: 'not found' } };
    if (headers.authorization !== `Basic ${Buffer.from('AC123:t0ken').toString('base64')}`)
      return { status: 401, body: { code: 20003, message: 'Authenticate' } };
    const to = form.get('To') ?? '';
    if (!/^\+[1-9]\d{6,14}$/.test(to) || form.get('From') !== '+15005550006' || !form.get('Body'))
      return { status: 400, body: { code: 21211, message: `The 'To' number ${to} is not a valid phone number.` } };
    this.received.push({ to, text: form.get('Body')!, form });
    return { status: 201, body: { sid: 'SM1', status: 'queued' } };
  }

  private huawei(headers: Record<string, unknown>, form: URLSearchParams): { status: number; body: object } {
    const wsse = /^UsernameToken Username="(.+)",PasswordDigest="(.+)",Nonce="(.+)",Created="(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)"$/.exec(
      String(headers['x-wsse']),
    );
    const [, key, digest, nonce, created] = wsse ?? [];
    const right = createHash('sha256').update(`${nonce}${created}s3cret/+`).digest('base64');
    const fresh = nonce && !this.nonces.has(nonce) && Math.abs(Date.now() - Date.parse(created!)) < 5 * 60_000;
    if (
      headers.authorization !== 'WSSE realm="SDP",profile="UsernameToken",type="Appkey"' ||
      key !== 'app-key' ||
      digest !== right ||
      !fresh
    )
      return { status: 401, body: { code: 'E000102', description: 'Invalid digest' } };
    this.nonces.add(nonce!);
    const to = form.get('to') ?? '';
    const paras = JSON.parse(form.get('templateParas') ?? '[]') as string[];
    if (form.get('from') !== '8820032023657' || form.get('templateId') !== 'tpl-1' || paras.length !== 2 || !/^\+\d+$/.test(to))
      return { status: 200, body: { code: 'E000510', description: `The SMS fails to be sent to ${to}` } };
    this.received.push({ to, text: paras[1]!, form });
    return { status: 200, body: { code: '000000', description: 'Success', result: [{ originTo: to, status: '000000', smsMsgId: '1' }] } };
  }
}
