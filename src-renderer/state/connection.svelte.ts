/** Whether the host is within reach, and whether its compute process is. */
export type Link = 'connecting' | 'open' | 'lost';

export class Connection {
  link = $state<Link>('connecting');
  computeCrashed = $state(false);

  opened(): void {
    this.link = 'open';
    this.computeCrashed = false;
  }

  closed(): void {
    if (this.link === 'open') this.link = 'lost';
  }
}
