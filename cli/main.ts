import { Command, CommanderError } from 'commander';
import { COMMANDS } from './commands.ts';
import { EXIT, exitCodeOf, sentenceOf } from './failure.ts';
import { PROGRAM_DESCRIPTION, PROGRAM_VERSION } from './version.ts';

/** The program with the one command that is asked for, or with all of them where help or a suggestion needs them. */
async function assemble(asked: string | undefined): Promise<Command> {
  const program = new Command('stackwright')
    .description(PROGRAM_DESCRIPTION)
    .version(PROGRAM_VERSION)
    .showSuggestionAfterError()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'stackwright: ')) })
    .exitOverride();
  const load = asked === undefined ? undefined : COMMANDS[asked];
  for (const command of load === undefined ? Object.values(COMMANDS) : [load]) (await command())(program);
  return program;
}

async function main(): Promise<void> {
  const asked = process.argv[2];
  if (asked === '--version' || asked === '-V') return void process.stdout.write(`${PROGRAM_VERSION}\n`);
  const program = await assemble(asked !== undefined && Object.hasOwn(COMMANDS, asked) ? asked : undefined);
  const isUnknown = asked !== undefined && !/^-|^help$/.test(asked) && !Object.hasOwn(COMMANDS, asked);
  // Alone, so that commander refuses the word rather than help with it: `stackwright simulat --help`.
  await (isUnknown ? program.parseAsync([asked], { from: 'user' }) : program.parseAsync());
}

/** Says what went wrong and ends the process: workers that a failed command has left behind must not keep it alive. */
function fail(error: unknown): void {
  // commander has already printed its own message, or the help or version that was asked for
  if (!(error instanceof CommanderError)) process.stderr.write(`stackwright: ${sentenceOf(error)}\n`);
  const debug = process.env.STACKWRIGHT_DEBUG === '1';
  if (debug && error instanceof Error && !(error instanceof CommanderError)) process.stderr.write(`${error.stack}\n`);
  const code = exitCodeOf(error);
  process.stdout.write('', () => process.exit(code)); // after what is still on its way to stdout
}

// `stackwright … | head` closes our stdout early: the reader has all it wanted, and there is nobody to tell.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.done);
  fail(error);
});
process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);

await main().catch(fail);
