/** A piece of network to be watched: servers on this machine, and whether anybody has spoken to them. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

export interface Wire {
  readonly tcpPort: number;
  readonly udpPort: number;
  /** Which of the two were spoken to since the last look. */
  heard(): ('tcp' | 'udp')[];
  close(): void;
}

export async function openWire(): Promise<Wire> {
  const heard = new Set<'tcp' | 'udp'>();
  const tcp = createServer((socket) => {
    heard.add('tcp');
    socket.on('error', () => {});
    socket.end(
      'HTTP/1.1 204 No Content\r\nAccess-Control-Allow-Origin: *\r\nConnection: close\r\n\r\n',
    );
  });
  const udp = createSocket('udp4').on('message', () => heard.add('udp'));
  await Promise.all([
    once(tcp.listen(0, '127.0.0.1'), 'listening'),
    once(udp.bind(0, '127.0.0.1'), 'listening'),
  ]);
  return {
    tcpPort: (tcp.address() as AddressInfo).port,
    udpPort: udp.address().port,
    heard: () => {
      const since = [...heard].sort();
      heard.clear();
      return since;
    },
    close: () => {
      tcp.close();
      udp.close();
    },
  };
}
