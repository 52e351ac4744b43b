/** What carries calls and events between the window and its host; there is one for each kind of host. */
export interface Transport {
  /** The largest file that a call can carry. */
  readonly maxFileBytes: number;
  /** @returns the host's reply, still untyped. Rejects with a VerseloomError when the link breaks before the reply. */
  call(name: string, input: unknown): Promise<unknown>;
  /** Starts to connect, and reconnects from then on. */
  connect(listener: TransportListener): void;
}

export interface TransportListener {
  event(name: string, data: unknown): void;
  opened(): void;
  /** Also called when a first attempt fails. */
  closed(): void;
  /** The host is there and does not want this page, for good. */
  refused(why: Refusal): void;
}

/** `notLetIn`: the page has no secret that the host knows. `otherBuild`: its files are not those of the host. */
export type Refusal = 'notLetIn' | 'otherBuild';
