/** Every wish, and every pair of wishes, in a thousand lines that the search has written: held to a judgement of their own. */
import { describe, expect, test } from 'vitest';
import { lineConstraint, type GivenLineConstraint } from '../../src-main/contract/writing/constraint.ts';
import { Random } from '../../src-main/core/random.ts';
import { WithoutCopying } from '../../src-main/core/search/no-copy.ts';
import type { Constraint } from '../../src-main/core/search/constraint.ts';
import { search } from '../../src-main/core/search/search.ts';
import type { Rows, Streams } from '../../src-main/core/search/streams.ts';
import { VerbatimIndex } from '../../src-main/core/text/verbatim.ts';
import { lineSteps } from '../../src-main/form/line-constraint.ts';
import { alphabetWith, han, isAsWished, isWellSet } from './brute-force.ts';

const LINES = 1000;
/** Lines at once. */
const STREAMS = 250;

const alphabet = alphabetWith([...han, '，', ' ']);
const { characters } = alphabet;
const V = characters.length;
