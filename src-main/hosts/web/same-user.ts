/** Whether it is our own user who speaks over a connection from this machine, where the system tells. */
import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';

type Ends = Pick<Socket, 'remotePort' | 'localPort'>;

/** @returns true also where that is not to be found out; root may do everything anyway */
export function isOfSameUser(socket: Ends): boolean {
  const here = process.getuid?.();
  if (process.platform !== 'linux' || here === undefined) return true;
  try {
    // An application may speak IPv6 to itself and IPv4 to us, by the same socket.
    const tables = ['tcp', 'tcp6'].map((name) => readFileSync(`/proc/net/${name}`, 'utf8'));
    const user = userOf(socket, tables.join('\n'));
    return user === undefined || user === here || user === 0;
  } catch {
    return true;
  }
}

/**
 * @param table as proc(5) describes /proc/net/tcp: each socket with its own end, the other end, …, and its user
 * @returns whose the other end is
 */
export function userOf({ remotePort, localPort }: Ends, table: string): number | undefined {
  const end = (port = 0): string => `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  for (const row of table.split('\n')) {
    const [, own = '', other = '', , , , , user] = row.trim().split(/\s+/);
    if (own.endsWith(end(remotePort)) && other.endsWith(end(localPort))) return Number(user);
  }
  return undefined;
}
