import type { z } from 'zod';
import { StackwrightError } from '#core/errors.ts';
import { tableCurve } from '#core/materials/curve.ts';
import { constantMaterial, curveMaterial } from '#core/materials/material.ts';
import type { Material, MaterialCatalogue } from '#core/materials/types.ts';
import type { InlineMedium, Medium } from '#core/optics/stack.ts';
import type { MediumTable } from '#core/optics/types.ts';

/** Where names are looked up, and what is said about a medium that is wrong. */
export interface MediumContext {
  /** the stack's own `materials`, looked up before the catalogue */
  readonly own?: Readonly<Record<string, Medium>> | undefined;
  readonly catalogue: MaterialCatalogue;
  /** place of the medium in the request, for errors: "stack.layers[2].medium" */
  readonly path: string;
  /** take the nearest data at wavelengths outside the range, and say `clamped`, where that would be an error */
  readonly clamp?: boolean;
}

/**
 * The material that a medium of a request stands for.
 *
 * A name is looked up in the stack's own `materials`, then as "air" or "vacuum" (n = 1 exactly, at every wavelength),
 * then in the catalogue. An own name that leads back to itself means the catalogue's ({"SiO2": "SiO2"} is allowed).
 * Inline constants hold at every wavelength; inline tables, linear unless "spline" is asked, are errors outside theirs.
 *
 * @throws StackwrightError UNKNOWN_MATERIAL with near ids, or INVALID for a table that is none; both with the path.
 *   The material's `sample` throws OUT_OF_RANGE with the path.
 */
export function resolveMedium(medium: Medium, context: MediumContext): Material {
  const visited = new Set<string>();
  let current = medium;
  let label = context.path;
  while (typeof current === 'string') {
    const name: string = current;
    label = name;
    const own = context.own;
    if (own !== undefined && !visited.has(name) && Object.hasOwn(own, name)) {
      visited.add(name);
      current = own[name];
      continue;
    }
    if (name === 'air' || name === 'vacuum') return atPath(constantMaterial(name, 1, 0), context);
    const found = context.catalogue.find(name);
    if (found === undefined) throw unknownMaterial(name, visited, context);
    return atPath(found, context);
  }
  return atPath(inlineMaterial(current, label, context.path), context);
}

/**
 * n and k of a medium at the wavelengths (nm).
 * @throws StackwrightError as `resolveMedium`, and OUT_OF_RANGE
 */
export function resolveTable(
  medium: Medium,
  context: MediumContext,
  wavelengthsNm: ArrayLike<number>,
): MediumTable & { readonly clamped: boolean } {
  return resolveMedium(medium, context).sample(wavelengthsNm);
}

function atPath(material: Material, context: MediumContext): Material {
  const { path } = context;
  const clampOf = (options: { clamp?: boolean } | undefined) => ({ clamp: options?.clamp ?? context.clamp ?? false });
  const placed = <T>(compute: () => T): T => {
    try {
      return compute();
    } catch (error) {
      if (!(error instanceof StackwrightError) || error.path !== undefined) throw error;
      throw new StackwrightError(error.code, error.message, { path, cause: error });
    }
  };
  return {
    id: material.id,
    rangeNm: material.rangeNm,
    sample: (wavelengthsNm, options) => placed(() => material.sample(wavelengthsNm, clampOf(options))),
    series: (wavelengthsNm, order, options) => placed(() => material.series(wavelengthsNm, order, clampOf(options))),
    asSpline: () => atPath(material.asSpline(), context),
  };
}

function unknownMaterial(
  name: string,
  visited: ReadonlySet<string>,
  { catalogue, path }: MediumContext,
): StackwrightError {
  const near = catalogue.suggest(name);
  const known =
    near.length > 0 ? `near names are ${near.join(', ')}` : '"stackwright materials list" shows the known ones';
  const reason = visited.has(name)
    ? `The stack's own material "${name}" refers to itself, and the catalogue has none of that name`
    : `There is no material "${name}"`;
  return new StackwrightError('UNKNOWN_MATERIAL', `${reason}; ${known}.`, { path });
}

type Inline = z.infer<typeof InlineMedium>;

function inlineMaterial(medium: Inline, label: string, path: string): Material {
  if (!('wavelengthsNm' in medium)) {
    const { n, k = 0 } = medium;
    if (!(Number.isFinite(n) && Number.isFinite(k) && n >= 0 && k >= 0 && n + k > 0)) {
      throw new StackwrightError(
        'INVALID',
        `The constant ${n} + ${k}i is no refractive index; n and k must be ≥ 0 and not both 0.`,
        { path },
      );
    }
    return constantMaterial(label === path ? `constant ${n}${k > 0 ? ` + ${k}i` : ''}` : label, n, k);
  }
  const { wavelengthsNm, n, k } = sortedTable(medium, path);
  const id = label === path ? `the table at ${path}` : label;
  return curveMaterial(
    id,
    tableCurve(wavelengthsNm, n, medium.interpolation),
    tableCurve(wavelengthsNm, k, medium.interpolation),
  );
}

function sortedTable(medium: Extract<Inline, { wavelengthsNm: unknown }>, path: string) {
  const { wavelengthsNm, n } = medium;
  const k = medium.k ?? new Array<number>(n.length).fill(0);
  const count = wavelengthsNm.length;
  if (count === 0)
    throw new StackwrightError('INVALID', 'The table has no rows; give at least one wavelength.', { path });
  for (const [name, values] of [
    ['n', n],
    ['k', k],
  ] as const) {
    if (values.length === count) continue;
    throw new StackwrightError(
      'INVALID',
      `The table has ${count} wavelengths but ${values.length} values of ${name}; they must be as many.`,
      { path },
    );
  }
  const order = Array.from({ length: count }, (_, row) => row).sort((a, b) => wavelengthsNm[a] - wavelengthsNm[b]);
  for (let i = 0; i < count; i++) {
    const row = order[i];
    const good =
      wavelengthsNm[row] > 0 &&
      n[row] >= 0 &&
      k[row] >= 0 &&
      Number.isFinite(wavelengthsNm[row] + n[row] + k[row]) &&
      n[row] + k[row] > 0;
    if (!good) {
      throw new StackwrightError(
        'INVALID',
        `Row ${row + 1} of the table (${wavelengthsNm[row]} nm, n ${n[row]}, k ${k[row]}) makes no sense; n and k must be finite, ≥ 0 and not both 0.`,
        { path: `${path}.wavelengthsNm[${row}]` },
      );
    }
    if (i > 0 && wavelengthsNm[row] === wavelengthsNm[order[i - 1]]) {
      throw new StackwrightError(
        'INVALID',
        `Rows ${order[i - 1] + 1} and ${row + 1} of the table have the same wavelength, ${wavelengthsNm[row]} nm; keep one of them.`,
        { path: `${path}.wavelengthsNm[${row}]` },
      );
    }
  }
  const inOrder = (values: readonly number[]) => order.map((row) => values[row]);
  return { wavelengthsNm: inOrder(wavelengthsNm), n: inOrder(n), k: inOrder(k) };
}
