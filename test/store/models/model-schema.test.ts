/** The JSON Schema of `manifest.json` that ships with the product, against the schema that reads it. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { FORMAT_VERSION, manifest } from '../../../src-main/contract/model.ts';
import shipped from '../../../resources/model-manifest.schema.json' with { type: 'json' };
import { sampleManifest } from './sample-model.ts';

const path = join(import.meta.dirname, '..', '..', '..', 'resources', 'model-manifest.schema.json');

// Run with `--update` it writes the file.
it('the shipped schema says what the product reads', async () => {
  const { $schema, ...schema } = z.toJSONSchema(manifest, { io: 'input' });
  const described = {
    $schema,
    $id: `urn:verseloom:model-manifest:${FORMAT_VERSION}`,
    title: 'manifest.json of a Verseloom model file',
    ...schema,
  };
  await expect(`${JSON.stringify(described, null, 2)}\n`).toMatchFileSnapshot(path);
});

it('the shipped schema takes a manifest and refuses what is none', () => {
  const schema = z.fromJSONSchema(shipped as unknown as Parameters<typeof z.fromJSONSchema>[0]);
  expect(schema.safeParse(sampleManifest()).success).toBe(true);
  for (const changes of [
    { format: 'else' },
    { vocabulary: [] },
    { settings: { cell: 'transformer' } },
    { tags: [''] },
    { epochs: -1 },
    { best: { epoch: 1 } },
    { name: undefined },
    { settings: { hiddenSize: 1.5 } },
  ])
    expect(schema.safeParse({ ...sampleManifest(), ...changes }).success).toBe(false);
});
