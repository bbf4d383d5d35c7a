import { createHmac } from 'node:crypto';
import { type LookupAddress, lookup } from 'node:dns';
import { Agent as HttpAgent, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { limits } from '../domain/limits.js';
import { cleanError } from './couriers.js';

/** A network in CIDR notation. */
export type Network = [address: ipaddr.IPv4 | ipaddr.IPv6, bits: number];

/** Reads networks in CIDR notation with commas between. Throws an Error that says what is expected. */
export function networksOf(list: string): Network[] {
  return list.split(',').map((text) => {
    const value = text.trim();
    if (!ipaddr.isValidCIDR(value)) throw new Error('must list networks such as 127.0.0.0/8,10.1.0.0/16');
    return ipaddr.parseCIDR(value) as Network;
  });
}

/** What is posted. */
export interface WebhookMessage {
  readonly url: string;
  /** The same for each attempt: receivers tell a repetition by it. */
  readonly id: string;
  readonly body: string;
  /** Each signs. */
  readonly secrets: readonly string[];
}

export interface WebhookOutcome {
  readonly statusCode: number | null;
  /** Null when it was answered with 2xx. */
  readonly error: string | null;
}

/** The address is none that webhooks may go to. */
class TargetRefused extends Error {
  readonly code = 'TARGET_REFUSED';
  constructor() {
    super('The address leads into a network that webhooks may not go to.');
  }
}

/** The value of `webhook-signature`: https://www.standardwebhooks.com */
export function signatureOf({ id, body, secrets }: Omit<WebhookMessage, 'url'>, timestamp: number): string {
  const sign = (secret: string) =>
    createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
      .update(`${id}.${timestamp}.${body}`)
      .digest('base64');
  return secrets.map((secret) => `v1,${sign(secret)}`).join(' ');
}

/**
 * Posts webhooks to addresses that strangers chose. Where a name leads is checked at the moment of connecting, on the very address that
 * is connected to: what a name answers beforehand says nothing. Redirects are not followed.
 */
export class WebhookSender {
  private readonly agents: { readonly 'http:': HttpAgent; readonly 'https:': HttpsAgent };

  constructor(
    /** Networks beside the public internet that may be called; http:// is for these alone. */
    private readonly allowed: readonly Network[],
  ) {
    const options = { keepAlive: true, maxSockets: 100, timeout: 60_000 };
    this.agents = {
      'http:': new HttpAgent({ ...options, lookup: this.lookup(false) } as object),
      'https:': new HttpsAgent({ ...options, lookup: this.lookup(true) } as object),
    };
  }

  /** Why an address can be called in no case; null when that shows only on connecting. */
  refusalOf(url: URL): 'https' | 'network' | null {
    if (url.protocol === 'http:' && this.allowed.length === 0) return 'https';
    const host = hostOf(url);
    return isIP(host) && !this.mayCall(host, url.protocol === 'https:') ? 'network' : null;
  }

  /** Posts; never throws. */
  async send(message: WebhookMessage): Promise<WebhookOutcome> {
    try {
      const url = new URL(message.url);
      if (this.refusalOf(url)) throw new TargetRefused();
      const statusCode = await this.post(url, message);
      const redirected = statusCode >= 300 && statusCode < 400;
      const error = `HTTP ${statusCode}${redirected ? ': redirects are not followed' : ''}`;
      return { statusCode, error: statusCode >= 200 && statusCode < 300 ? null : error };
    } catch (error) {
      const { name, message: text, code } = error as Error & { code?: string };
      const late = name === 'TimeoutError' || name === 'AbortError';
      const said = late ? `No answer within ${limits.webhookTimeoutMs / 1000} s` : `${code ? `${code}: ` : ''}${text}`;
      return { statusCode: null, error: cleanError(said) };
    }
  }

  close(): void {
    for (const agent of Object.values(this.agents)) agent.destroy();
  }

  private post(url: URL, message: WebhookMessage): Promise<number> {
    const timestamp = Math.floor(Date.now() / 1000);
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(message.body),
      'user-agent': 'Joint-Ops-Webhooks/1',
      'webhook-id': message.id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signatureOf(message, timestamp),
    };
    const secure = url.protocol === 'https:';
    return new Promise((resolve, reject) => {
      const signal = AbortSignal.timeout(limits.webhookTimeoutMs);
      const agent = this.agents[secure ? 'https:' : 'http:'];
      const sent = (secure ? requestHttps : requestHttp)(url, { method: 'POST', headers, agent, signal }, (answer) => {
        // The status is all that counts; a body that is short is read, so that the connection can be used again.
        let bytes = 0;
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > 64 * 1024) answer.destroy();
        });
        answer.on('error', () => {});
        resolve(answer.statusCode!);
      });
      sent.on('error', (error) => reject(signal.aborted ? signal.reason : error));
      sent.end(message.body);
    });
  }

  private lookup(secure: boolean): LookupFunction {
    return (hostname, options, callback) => {
      lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
        if (error) return callback(error, [], 0);
        // One that must not be called among them is enough: no guessing which will be taken.
        if (!found.every(({ address }) => this.mayCall(address, secure))) return callback(new TargetRefused(), [], 0);
        if (options.all) callback(null, found);
        else callback(null, found[0]!.address, found[0]!.family);
      });
    };
  }

  private mayCall(address: string, secure: boolean): boolean {
    const ip = ipaddr.process(address);
    const inside = this.allowed.some(([network, bits]) => network.kind() === ip.kind() && ip.match(network as never, bits));
    return inside || (secure && ip.range() === 'unicast' && (ip.kind() === 'ipv4' || ip.match(...publicIpv6)));
  }
}

/** Global unicast (RFC 4291): what lies outside, such as ::127.0.0.1, is nobody's address. */
const publicIpv6 = ipaddr.IPv6.parseCIDR('2000::/3');

const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');
