import { StackwrightError } from '#core/errors.ts';
import { RANGE_SLACK } from '#core/materials/material.ts';
import { resolveMedium } from '#core/materials/resolve-medium.ts';
import type { Material, MaterialCatalogue } from '#core/materials/types.ts';
import type { Medium } from '#core/optics/stack.ts';

/** A medium of a design: its optical constants, and how an answer names and defines it. */
export interface DesignMedium {
  /** how an answer's layers refer to it: a name of the target's own, or a canonical catalogue id */
  readonly key: string;
  /** what the answer's `materials` must say under that key; absent for a catalogue material */
  readonly definition?: Medium;
  readonly material: Material;
}

/**
 * Resolves the media of one target, each once.
 *
 * A name from the target's own `materials` keeps that name. A catalogue material is called by its canonical id
 * ("SiO2" becomes "SiO2/Malitson": the answer says which data it used), unless the target gave that id to something
 * else. Constants given inline are called "n2.35" or "n2.35k0.01", inline tables "table1", "table2", ….
 */
export class DesignMedia {
  readonly list: DesignMedium[] = [];
  readonly own: Readonly<Record<string, Medium>>;
  private readonly catalogue: MaterialCatalogue;
  readonly bandNm: readonly [number, number];
  private readonly indexOfMedium = new Map<string, number>();
  private readonly indexOfKey = new Map<string, number>();

  constructor(own: Readonly<Record<string, Medium>>, catalogue: MaterialCatalogue, bandNm: readonly [number, number]) {
    this.own = own;
    this.catalogue = catalogue;
    this.bandNm = bandNm;
  }

  /**
   * Position in `list` of a medium as the target writes it.
   * @throws StackwrightError UNKNOWN_MATERIAL, or OUT_OF_RANGE where its data do not cover the target
   */
  index(medium: Medium, path: string): number {
    const written = typeof medium === 'string' ? medium : JSON.stringify(medium);
    const known = this.indexOfMedium.get(written);
    if (known !== undefined) return known;
    const named = this.describe(medium, path);
    const reason = uncovered(named.material, this.bandNm);
    if (reason !== undefined) {
      throw new StackwrightError('OUT_OF_RANGE', `${reason} Choose other data or a narrower target.`, { path });
    }
    const sameKey = this.indexOfKey.get(named.key);
    const index = sameKey ?? this.list.push(named) - 1;
    this.indexOfMedium.set(written, index);
    this.indexOfKey.set(named.key, index);
    return index;
  }

  /** Position in `list` of a medium that a person refers to by a name, an alias or an answer's key. */
  find(name: string): number | undefined {
    const known = this.indexOfKey.get(name) ?? this.indexOfMedium.get(name);
    if (known !== undefined || Object.hasOwn(this.own, name)) return known;
    const id = this.catalogue.find(name)?.id;
    return id === undefined ? undefined : this.indexOfKey.get(id);
  }

  /** A medium and its name in answers, without taking it into the list. */
  describe(medium: Medium, path: string): DesignMedium {
    const material = resolveMedium(medium, { own: this.own, catalogue: this.catalogue, path });
    if (typeof medium !== 'string') return { key: this.inlineKey(medium), definition: medium, material };
    if (!Object.hasOwn(this.own, medium)) {
      return { key: Object.hasOwn(this.own, material.id) ? medium : material.id, material };
    }
    const definition = this.followNames(medium);
    const isShadowed = Object.hasOwn(this.own, material.id);
    return {
      key: medium,
      definition: typeof definition === 'string' && !isShadowed ? material.id : definition,
      material,
    };
  }

  /** What a name of the target's own finally stands for: inline constants, or a name for the catalogue. */
  private followNames(name: string): Medium {
    const visited = new Set<string>();
    let current: Medium = name;
    while (typeof current === 'string' && Object.hasOwn(this.own, current) && !visited.has(current)) {
      visited.add(current);
      current = this.own[current];
    }
    return current;
  }

  private inlineKey(medium: Exclude<Medium, string>): string {
    if ('wavelengthsNm' in medium) {
      let number = 1;
      while (this.isTaken(`table${number}`)) number++;
      return `table${number}`;
    }
    const key = medium.k ? `n${medium.n}k${medium.k}` : `n${medium.n}`;
    return Object.hasOwn(this.own, key) ? `${key} (inline)` : key;
  }

  private isTaken(key: string): boolean {
    return this.indexOfKey.has(key) || Object.hasOwn(this.own, key);
  }
}

/** Why a material cannot serve a band, as one sentence; undefined if it can. */
export function uncovered(material: Material, bandNm: readonly [number, number]): string | undefined {
  const [from, to] = material.rangeNm;
  if (from * (1 - RANGE_SLACK) <= bandNm[0] && bandNm[1] <= to * (1 + RANGE_SLACK)) return undefined;
  return `${material.id} is known from ${from} to ${to} nm, but the target speaks of ${bandNm[0]} to ${bandNm[1]} nm.`;
}

/** Positions of the media that a person calls by this name: "SiO2" or "SiO2/Malitson". */
export function mediaCalled(list: readonly DesignMedium[], name: string): number[] {
  return list.flatMap(({ key }, i) => (key === name || key.startsWith(`${name}/`) ? [i] : []));
}
