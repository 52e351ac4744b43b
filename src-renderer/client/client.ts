/** The host as the screens see it: typed calls and typed events over whichever transport there is. */
import {
  api,
  events,
  type ApiCalls,
  type EventData,
  type EventName,
} from '../../src-main/contract/api.ts';
import { callsOver } from '../../src-main/contract/links/door.ts';
import type { Transport, TransportListener } from './transport.ts';

type Listener<Name extends EventName> = (data: EventData<Name>) => void;

export class Client {
  readonly calls: ApiCalls;
  /** The largest file that a call can carry. */
  readonly maxFileBytes: number;
  readonly #transport: Transport;
  readonly #listeners = new Map<EventName, Set<(data: unknown) => void>>();

  constructor(transport: Transport) {
    this.#transport = transport;
    this.maxFileBytes = transport.maxFileBytes;
    this.calls = callsOver(api, (name, input) => transport.call(name, input));
  }

  connect(link: Omit<TransportListener, 'event'>): void {
    this.#transport.connect({ ...link, event: (name, data) => this.#receive(name, data) });
  }

  on<Name extends EventName>(name: Name, listener: Listener<Name>): void {
    const listeners = this.#listeners.get(name) ?? new Set();
    listeners.add((data) => listener(data as EventData<Name>));
    this.#listeners.set(name, listeners);
  }

  #receive(name: string, data: unknown): void {
    if (!Object.hasOwn(events, name)) return; // a newer host may tell more than this page knows
    const known = name as EventName;
    const parsed = events[known].safeParse(data);
    if (!parsed.success) {
      console.error(`event ${name} does not parse`, parsed.error.issues);
      return;
    }
    for (const listener of this.#listeners.get(known) ?? []) listener(parsed.data);
  }
}
