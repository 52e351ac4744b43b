/** Keeps zod from probing `eval`, which the strict Content-Security-Policy reports: import it before any schema. */
import { z } from 'zod';

z.config({ jitless: true });
