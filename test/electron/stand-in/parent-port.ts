/** Loaded first in what stands for a utility process: Electron's `process.parentPort` in place of Node's own link. */
import { EventEmitter } from 'node:events';

const send = process.send!.bind(process);
const parentPort = Object.assign(new EventEmitter(), {
  postMessage: (message: unknown) => void send(message),
});
process.on('message', (data) => parentPort.emit('message', { data, ports: [] }));
process.on('disconnect', () => process.exit()); // it goes with the application

delete (process as { send?: unknown }).send;
Object.defineProperty(process, 'parentPort', { value: parentPort });
