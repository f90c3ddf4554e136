// node --import ./register.mjs out/electron/main.js: `electron` is the stand-in of this folder.
import { register } from 'node:module';

register('./resolve.mjs', import.meta.url);
