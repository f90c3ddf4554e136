/** Names of what passes between the preload script and main. There is nothing else. */
export const CONNECT = 'stackwright:connect';
export const RESTART = 'stackwright:restart-engine';
export const PORT = 'stackwright:engine-port';
export const LOST = 'stackwright:engine-lost';
