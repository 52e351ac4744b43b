/** The network between a person and the head, as a port of this machine that leads there and can be cut off. */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export class CutNetwork {
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  isCut = false;

  private constructor(target: URL) {
    this.#server = createServer((near) => {
      // As where there is no way: what is asked is never answered.
      if (this.isCut) return this.#keep(near);
      const far = connect(Number(target.port), target.hostname);
      for (const socket of [near, far]) this.#keep(socket);
      near.pipe(far).pipe(near);
    });
  }

  static async to(address: string): Promise<CutNetwork> {
    const network = new CutNetwork(new URL(address));
    await new Promise<void>((resolve) => network.#server.listen(0, '127.0.0.1', resolve));
    return network;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  cut(): void {
    this.isCut = true;
    for (const socket of this.#open) socket.destroy();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #keep(socket: Socket): void {
    this.#open.add(socket);
    socket.on('error', () => {}).once('close', () => this.#open.delete(socket));
  }
}
