import type { Json, Person } from './client.js';
import { type InProcess, startInProcess } from './in-process.js';
import { Receiver } from './receiver.js';
import { until } from './until.js';
import { World } from './world.js';

const fields = `id url enabled attempts nextAttemptAt lastDeliveryAt lastError cursor
  deliveries(first: 50) { totalCount nodes { id eventId eventType attempt succeeded statusCode error durationMs attemptedAt } }`;

/** A server that may post to a receiver on this machine, and whose clock can be set. */
export class Hooks {
  private constructor(
    readonly at: InProcess,
    readonly receiver: Receiver,
    readonly world: World,
  ) {}

  static async open(): Promise<Hooks> {
    const at = await startInProcess({ WEBHOOK_ALLOWED_NETWORKS: '127.0.0.1/32,::1/128' });
    return new Hooks(at, await Receiver.start(), await World.open(at));
  }

  async close(): Promise<void> {
    await this.at.stop();
    await this.receiver.stop();
  }

  async look(person: Person, id: string): Promise<Json> {
    return (await person.query(`query ($id: ID!) { node(id: $id) { ... on WebhookEndpoint { ${fields} } } }`, { id })).node;
  }

  async endpointOf(seller: Person, path: string, url = this.receiver.url): Promise<{ id: string; secret: string }> {
    const payload = await seller.do('createWebhookEndpoint', { url: url + path }, 'webhookEndpoint { id } secret');
    return { id: payload.webhookEndpoint.id, secret: payload.secret };
  }

  received(path: string) {
    return this.receiver.received.filter((each) => each.path === path);
  }

  attemptsAre(seller: Person, id: string, attempts: number): Promise<true> {
    return until(async () => (await this.look(seller, id)).attempts === attempts, `${attempts} attempts`);
  }

  /** Sets the clock to the next attempt. */
  async toNextAttempt(seller: Person, id: string): Promise<void> {
    const { nextAttemptAt } = await this.look(seller, id);
    this.at.clock.forward(Math.max(0, Date.parse(nextAttemptAt) - Date.parse(this.at.clock.now())) + 1);
  }
}
