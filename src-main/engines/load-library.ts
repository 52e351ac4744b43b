/** Loads an engine's native library by `require`, which finds a package in an application's archive as everywhere else. */
import { createRequire, setSourceMapsSupport } from 'node:module';

/**
 * Node's loader of ES modules knows nothing of archives; that Electron teaches it is young, and no fuse or test holds it to that.
 * `require` has read from them since there are any.
 * @throws what the library throws when it is loaded
 */
export function loadLibrary(name: 'onnxruntime-node' | '@tensorflow/tfjs-node'): unknown {
  // Traces lead back to our own sources; to read a library's maps would make up a fifth of the start.
  setSourceMapsSupport(process.sourceMapsEnabled, { nodeModules: false });
  return createRequire(import.meta.url)(name);
}
