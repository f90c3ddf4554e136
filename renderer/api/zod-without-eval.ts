import { z } from 'zod';

/**
 * Zod compiles its schemas with `new Function` where it may; the page's content policy forbids that, and trying is
 * already a violation. Must be imported before any schema is made: first in main.tsx, first in engine-client.ts.
 */
z.config({ jitless: true });
