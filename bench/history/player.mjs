// Sends random operations and keeps a record of what was acknowledged.
import { randomUUID } from 'node:crypto';

/** Milliseconds after which a request is given up as hanging. */
const hangMs = 15_000;
/** Subjects that are played with at a time. */
const most = 80;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const oneOf = (list) => list[Math.floor(Math.random() * list.length)];

/** What was seen of the traffic. */
export const traffic = { sent: 0, unavailable: 0, broken: 0, hung: 0, slowest: { ms: 0, of: '' } };

/** Somebody who talks to whichever process answers, for as long as it takes. */
export class Client {
  constructor(urls, token) {
    this.urls = urls;
    this.token = token;
    this.turn = Math.floor(Math.random() * 100);
  }

  async query(query, variables = {}) {
    return this.insist('a query', randomUUID(), () => [JSON.stringify({ query, variables }), { 'content-type': 'application/json' }]);
  }

  /** Sends a mutation under a key until it is answered, and answers its payload. */
  async mutate({ name, selection, file }, input, key = randomUUID()) {
    const query = `mutation ($input: ${name[0].toUpperCase()}${name.slice(1)}Input!) { r: ${name}(input: $input) { ${selection} userErrors { code } } }`;
    const { r } = await this.insist(name, key, () => {
      if (!file) return [JSON.stringify({ query, variables: { input } }), { 'content-type': 'application/json' }];
      const form = new FormData();
      form.append('operations', JSON.stringify({ query, variables: { input: { ...input, file: null } } }));
      form.append('map', '{"0":["variables.input.file"]}');
      form.append('0', new Blob([file.bytes]), file.name);
      return [form, {}];
    });
    return r;
  }

  async insist(what, key, make) {
    for (;;) {
      const begun = performance.now();
      const [body, headers] = make();
      const url = this.urls()[this.turn++ % this.urls().length];
      traffic.sent++;
      try {
        const response = await fetch(`${url}/graphql`, {
          method: 'POST',
          body,
          headers: { ...headers, authorization: `Bearer ${this.token}`, 'idempotency-key': key },
          signal: AbortSignal.timeout(hangMs),
        });
        const { data, errors } = await response.json();
        const ms = performance.now() - begun;
        if (ms > traffic.slowest.ms) traffic.slowest = { ms, of: `${what}, ${errors?.[0].extensions?.code ?? 'answered'}` };
        if (!errors) return data;
        if (!errors[0].extensions?.retryable) throw new Error(`${response.status} ${JSON.stringify(errors)}`);
        traffic.unavailable++;
      } catch (error) {
        if (error.name === 'TimeoutError') traffic.hung++;
        else if (error.message !== 'fetch failed' && error.name !== 'SyntaxError' && error.message !== 'terminated') throw error;
        else traffic.broken++;
      }
      await pause(50 + Math.random() * 100);
    }
  }
}

/** What is known of the requests, releases and products that are played with, and what was acknowledged. */
export class Player {
  /** @type {Map<string, { kind: string, id: string, seller: number, status: string, version: number }>} */
  subjects = new Map();
  /** The newest of them, with which it is played. */
  newest = [];
  /** Acknowledged operations: { name, on, id, event } with id of the subject that the event stands on. */
  done = [];
  /** What was there before the play. */
  prepared = new Set();
  refused = 0;
  repeats = 0;
  /** What must not be: repeats that answer otherwise, versions that go back. */
  wrongs = [];

  constructor(people, operations, logo) {
    this.people = people;
    this.operations = operations;
    this.logo = logo;
  }

  see(kind, seen, seller) {
    if (!seen?.id) return;
    const known = this.subjects.get(seen.id) ?? { kind, id: seen.id, seller, version: 0 };
    const { submissions, findings, digest, ...rest } = seen;
    const news = {
      ...rest,
      ...(submissions && { digest: submissions.at(-1)?.digest }),
      ...(digest && { digest }),
      ...(findings && { findings: findings.map(({ id }) => id) }),
    };
    // Another lane may have seen more.
    if (kind === 'product' || (seen.version ?? 0) >= known.version) Object.assign(known, news, { at: this.done.length });
    if (!this.subjects.has(seen.id)) {
      this.subjects.set(seen.id, known);
      this.newest = [...this.newest.slice(1 - most), known];
    }
    return known;
  }

  /** One random operation on a random subject: three of four that should work, and one as the dice fall. */
  async step() {
    const subject = oneOf(this.newest);
    const fitting = this.operations.filter(({ on, when }) => on === subject.kind && when.includes(subject.status));
    const operation =
      Math.random() < 0.75 && fitting.length > 0 ? oneOf(fitting) : oneOf(this.operations.filter(({ on }) => on === subject.kind));
    const person = operation.by === 'seller' ? this.people.sellers[subject.seller] : this.people[operation.by];
    await this.try(person, operation.file ? { ...operation, file: this.logo } : operation, subject);
  }

  async try(person, operation, subject) {
    const [input, key] = [operation.input(subject), randomUUID()];
    const dice = Math.random();
    // Some are clicked twice at once, some are sent again after their answer.
    const answers = await Promise.all(Array.from({ length: dice < 0.04 ? 2 : 1 }, () => person.mutate(operation, input, key)));
    const taken = answers.filter(({ userErrors }) => userErrors.length === 0);
    if (taken.length === 0) {
      this.refused++;
      return;
    }
    if (dice > 0.96) taken.push(await person.mutate(operation, input, key));
    this.repeats += taken.length - 1;
    const ids = taken.map((payload) => idsOf(payload));
    if (ids.some((each) => each !== ids[0])) this.wrongs.push(`${operation.name} repeated answers ${ids.join(' | ')}`);
    const { certificationRequest, productRelease, product, subject: about } = taken[0];
    const made = operation.makes && taken[0][operation.makes];
    const id =
      operation.on === 'product'
        ? product.currentRelease.id
        : (made?.id ?? (operation.name === 'answerFinding' ? (certificationRequest ?? productRelease)?.id : subject.id));
    this.done.push({ name: operation.name, id, event: operation.event, made: Boolean(made) });
    if (taken[0].discardedId) subject.status = 'DISCARDED';
    this.see('request', certificationRequest ?? (subject.kind === 'request' ? about : null), subject.seller);
    this.see('release', productRelease ?? (subject.kind === 'release' ? about : null), subject.seller);
    this.see('product', product, subject.seller);
  }
}

const idsOf = ({ certificationRequest, productRelease, product, subject, discardedId }) =>
  [certificationRequest, productRelease, product, subject, { id: discardedId }].map((each) => each?.id ?? '').join();
