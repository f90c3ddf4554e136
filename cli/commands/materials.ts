import { type Command, InvalidArgumentError, Option } from 'commander';
import { MaterialFamily, SampleKind } from '#core/materials/document.ts';
import { SPECTRAL_UNITS } from '#core/materials/spectral-unit.ts';
import { checkMaterials } from '#services/materials/check-materials.ts';
import { EXIT } from '../failure.ts';
import { importMaterial } from './materials-import.ts';
import { listMaterials } from './materials-list.ts';
import { showMaterial } from './materials-show.ts';

/** `stackwright materials`: browse, import and check optical constants. */
export function registerMaterials(program: Command): void {
  const materials = program
    .command('materials')
    .description('Optical constants: the shipped catalogue, and your own')
    .addHelpText('after', OVERVIEW);

  materials
    .command('list')
    .description('List materials and their data sets; * marks the one that the bare id stands for')
    .addOption(new Option('--family <family>', 'only this family').choices(MaterialFamily.options))
    .option('--json', 'one JSON array')
    .action(listMaterials);

  materials
    .command('show')
    .description('Show a material: its source, range, flags, and n and k at wavelengths')
    .argument('<id>', 'such as SiO2 (its default data), SiO2/Malitson (a named source) or an alias such as BK7')
    .option('--at <nm...>', 'vacuum wavelengths in nm, apart by blanks or commas', wavelengths)
    .option('--json', 'one JSON object, with all data')
    .action(showMaterial);

  materials
    .command('import')
    .description('Store optical constants from a file among your own materials')
    .argument(
      '<file>',
      'a refractiveindex.info page (YAML), a table of wavelength, n, k (CSV, TSV, text), or a material document (JSON)',
    )
    .requiredOption('--id <id>', 'id to store it under, such as MyTiO2 or MyTiO2/run-7')
    .addOption(
      new Option('--unit <unit>', "unit of a table's first column; otherwise read or assumed, and reported").choices(
        SPECTRAL_UNITS,
      ),
    )
    .option('--name <name>', 'name for lists')
    .addOption(new Option('--family <family>', 'family').choices(MaterialFamily.options))
    .addOption(new Option('--kind <kind>', 'what was measured').choices(SampleKind.options))
    .option('--source <text>', 'where the data come from')
    .option('--dry-run', 'read and check, store nothing')
    .option('--force', 'replace a material of your own that has this id')
    .action(importMaterial);

  materials
    .command('check')
    .description('Check the catalogue, or the files or the refractiveindex.info database at PATH')
    .argument('[path]', 'a file, a folder of files, or the folder of a refractiveindex.info database')
    .option('--json', 'one JSON object')
    .addHelpText(
      'after',
      '\nPrints every refusal with its reason, and both counts. Exit code 1 if anything was refused.',
    )
    .action(check);
}

const OVERVIEW = `
Your own materials are kept in $STACKWRIGHT_DATA/materials, else in $XDG_DATA_HOME/stackwright/materials,
else in ~/.local/share/stackwright/materials. They join the catalogue and never replace a shipped material.

Examples:
  stackwright materials list --family fluoride
  stackwright materials show TiO2 --at 400 550 1064
  stackwright materials import run7.csv --id MyTiO2/run-7 --unit nm --dry-run
  stackwright materials check`;

async function check(path: string | undefined, options: { json?: boolean }): Promise<void> {
  const result = await checkMaterials(path);
  const { subject, loaded, refused } = result;
  if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else {
    for (const { item, reason } of refused) {
      process.stdout.write(`refused ${reason.startsWith(item) ? reason : `${item}: ${reason}`}\n`);
    }
    process.stdout.write(`${subject}: ${loaded} loaded, ${refused.length} refused\n`);
  }
  if (refused.length > 0) process.exitCode = EXIT.failed;
}

function wavelengths(text: string, before: readonly number[] = []): number[] {
  const words = text.split(',').filter((word) => word.trim() !== '');
  const values = words.map((word) => {
    const value = Number(word);
    if (value >= 1 && value <= 1e7) return value;
    throw new InvalidArgumentError(`"${word}" is no wavelength between 1 and 1e7 nm.`);
  });
  return [...before, ...values];
}
