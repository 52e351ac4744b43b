/** What a window can ask about drafts. */
import { z } from 'zod';
import { byId, file, nothing } from '../arguments.ts';
import {
  draft,
  draftContent,
  draftExport,
  draftInfo,
  draftLosses,
  draftName,
  draftRevision,
  draftSpan,
  MAX_DRAFT_TEXT,
} from './draft.ts';

export const draftCalls = {
  /** Pinned ones first, then by their last change; with a query, those whose name or text has it, upper and lower case alike. */
  'drafts.list': {
    input: z.object({ query: z.string().max(200).optional() }),
    output: z.array(draftInfo),
  },
  /** Under an `id` that the window chooses, asking twice makes one: what is there already is answered as it is. */
  'drafts.create': {
    input: z.object({
      id: z
        .string()
        .regex(/^[0-9a-f]{16}$/)
        .optional(),
      name: draftName.default(null),
      text: z.string().max(MAX_DRAFT_TEXT).default(''),
    }),
    output: draft,
  },
  'drafts.open': { input: byId, output: draft },
  /** Answers when it is on disk. `revision` is the one that the change began from. */
  'drafts.save': {
    input: byId.extend({ revision: z.int().min(1), content: draftContent }),
    output: z.object({ revision: z.int(), changedAt: z.string() }),
  },
  'drafts.rename': { input: byId.extend({ name: draftName }), output: draftInfo },
  'drafts.pin': { input: byId.extend({ pinned: z.boolean() }), output: draftInfo },
  'drafts.duplicate': { input: byId.extend({ name: draftName }), output: draftInfo },
  'drafts.remove': { input: byId, output: nothing },
  /** Takes back a removal. */
  'drafts.restore': { input: byId, output: draftInfo },
  /** The texts of before, the newest first. */
  'drafts.revisions': { input: byId, output: z.array(draftRevision) },
  'drafts.revision': {
    input: byId.extend({ number: z.int().min(1) }),
    output: z.object({ text: z.string(), spans: z.array(draftSpan) }),
  },
  /** Keeps a text of a draft as one of before: what the person wants to keep, what another text takes the place of, or what was written in a second window. */
  'drafts.keep': {
    input: byId.extend({
      reason: z.enum(['kept', 'replaced', 'elsewhere']),
      content: draftContent.pick({ text: true, spans: true }),
    }),
    output: draftRevision,
  },
  /** Puts a text of before in the place of the present one, which is kept; also of a draft that is damaged. */
  'drafts.goBack': { input: byId.extend({ number: z.int().min(1) }), output: draft },
  /** A draft of what a file says, of whatever kind; called after it. */
  'drafts.import': {
    input: file,
    output: draft.extend({
      /** As it was read; null where there was none to choose. */
      encoding: z.string().nullable(),
      certain: z.boolean(),
      /** Places that could not be read. */
      damaged: z.int(),
    }),
  },
  'drafts.export': {
    input: byId.extend({ kind: draftExport }),
    output: file.extend({ losses: draftLosses }),
  },
} as const;
