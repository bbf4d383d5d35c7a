import type { Json, Person } from './client.js';
import { type Transport, type Watch, watch } from './live.js';

/** Subscribes, and whenever the stream ends subscribes again after the last event that came. */
export class Follower {
  readonly received: { readonly id: string; readonly cursor: string; readonly latencyMs: number }[] = [];
  resumed = 0;
  private current: Watch | null = null;
  private stopped = false;

  constructor(
    private readonly person: Person,
    private readonly transport: Transport,
    private cursor: string,
  ) {
    this.begin();
  }

  stop(): void {
    this.stopped = true;
    this.current?.dispose();
  }

  private begin(): void {
    const query = 'subscription ($after: String) { progress(after: $after) { id cursor occurredAt } }';
    const made = watch(this.person, this.transport, query, { after: this.cursor });
    this.current = made;
    made.onResult = ({ data }: Json) => {
      if (!data || this.current !== made) return;
      const { id, cursor, occurredAt } = data.progress;
      this.cursor = cursor;
      this.received.push({ id, cursor, latencyMs: Date.now() - Date.parse(occurredAt) });
    };
    made.onEnd = () => {
      made.dispose();
      if (this.stopped) return;
      this.resumed++;
      setTimeout(() => this.stopped || this.begin(), 50);
    };
  }
}
