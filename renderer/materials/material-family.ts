/** Families as the catalogue's files name them, and `named` for a material that the person defined. */
const FAMILIES = [
  'oxide',
  'fluoride',
  'nitride',
  'carbide',
  'metal',
  'semiconductor',
  'chalcogenide',
  'glass',
  'crystal',
  'polymer',
  'halide',
  'liquid',
  'gas',
  'other',
  'named',
] as const;
export type MaterialFamily = (typeof FAMILIES)[number];

/** What the formula does not say. */
const KNOWN: Readonly<Record<string, MaterialFamily>> = {
  air: 'gas',
  vacuum: 'gas',
  N2: 'gas',
  H2O: 'liquid',
  ITO: 'oxide',
  AZO: 'oxide',
  YAG: 'crystal',
  CaCO3: 'crystal',
  LiNbO3: 'crystal',
  SrTiO3: 'crystal',
  MgAl2O4: 'crystal',
  YVO4: 'crystal',
  diamond: 'crystal',
  sapphire: 'crystal',
  quartz: 'oxide',
  Si: 'semiconductor',
  Ge: 'semiconductor',
  SiC: 'carbide',
  B4C: 'carbide',
  Se: 'chalcogenide',
  Ge2Sb2Te5: 'chalcogenide',
  'soda-lime': 'glass',
  Borofloat33: 'glass',
  Zerodur: 'glass',
  EagleXG: 'glass',
  'stainless-steel': 'metal',
  'SU-8': 'polymer',
  'NOA-61': 'polymer',
};

const BY_FORMULA: readonly (readonly [RegExp, MaterialFamily])[] = [
  [/^(N|S|H|K|P|L)-[A-Z]|^(SF|BK|LAK|LASF|BAK|FK|AF|BSC|EXG)\d|^[BDF]\d+$/, 'glass'],
  [/^(PMMA|PC|PS|PET|PDMS|PVA|PI|COC|ORMO.*)$/, 'polymer'],
  [/^(a-Si|Si|Ge|SiGe|[GI][an](As|P|Sb)|AlAs|InGaAs)(:H)?$/, 'semiconductor'],
  [/^(Ag|Al|Au|Be|Co|Cr|Cu|Fe|In|Ir|Mg|Mo|Nb|Ni|Pd|Pt|Rh|Ti|V|W|Ta|Hf|Zn|Sn|Ru|NiCr|Inconel)$/, 'metal'],
  [/[a-z\d]O[\dx]*$|^([A-Z][a-z]?\d*)O[\dx]*$/, 'oxide'],
  [/F\d*$/, 'fluoride'],
  [/N[\dx]*$/, 'nitride'],
  [/(S|Se|Te)[\dx]*$/, 'chalcogenide'],
  [/(Cl|Br|I)\d*$|^KRS/, 'halide'],
];

/** "TiO2/Siefke" → "TiO2" */
export function materialBase(id: string): string {
  const slash = id.indexOf('/');
  return slash === -1 ? id : id.slice(0, slash);
}

/** The family of a catalogue material, from the catalogue's word where there is one and from the formula elsewhere. */
export function familyOf(id: string, catalogueFamily?: string): MaterialFamily {
  if (isFamily(catalogueFamily)) return catalogueFamily;
  const base = materialBase(id);
  if (Object.hasOwn(KNOWN, base)) return KNOWN[base];
  return BY_FORMULA.find(([formula]) => formula.test(base))?.[1] ?? 'named';
}

function isFamily(word: string | undefined): word is MaterialFamily {
  return (FAMILIES as readonly (string | undefined)[]).includes(word);
}
