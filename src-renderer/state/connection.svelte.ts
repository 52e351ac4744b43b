/** Whether the host is within reach and takes this page. */
import type { Refusal } from '../client/transport.ts';

export type Link = 'connecting' | 'open' | 'lost' | Refusal;

export class Connection {
  link = $state<Link>('connecting');
  /** Whether there is anything to be seen of the host, if only of how it was. */
  wasOpen = $state(false);
  /** What is asked of the host now, it hears. */
  readonly isOpen = $derived(this.link === 'open');

  opened(): void {
    this.link = 'open';
    this.wasOpen = true;
  }

  closed(): void {
    if (this.link === 'open') this.link = 'lost';
  }

  refused(why: Refusal): void {
    this.link = why;
  }
}
