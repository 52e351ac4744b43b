/** The parts of a model file by their names, and a file of such parts. */
import JSZip from 'jszip';

export async function unzip(bytes: Uint8Array): Promise<Map<string, Uint8Array>> {
  const zip = await JSZip.loadAsync(bytes, { checkCRC32: true });
  const contents = Object.values(zip.files).map(
    async (entry) => [entry.name, await entry.async('uint8array')] as const,
  );
  return new Map(await Promise.all(contents));
}

/**
 * @param manifest what becomes of it, of any kind
 * @returns the bytes of a file with the same parts and another manifest
 */
export async function withManifest(
  bytes: Uint8Array,
  change: (manifest: { settings: Record<string, unknown> }) => void,
): Promise<Uint8Array> {
  const parts = await unzip(bytes);
  const manifest = JSON.parse(new TextDecoder().decode(parts.get('manifest.json'))) as {
    settings: Record<string, unknown>;
  };
  change(manifest);
  const zip = new JSZip();
  for (const [name, part] of parts) zip.file(name, part);
  zip.file('manifest.json', JSON.stringify(manifest));
  return zip.generateAsync({ type: 'uint8array' });
}
