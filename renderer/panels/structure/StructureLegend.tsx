import { MaterialSwatch } from '#renderer/materials/MaterialSwatch.tsx';
import classes from './StructurePanel.module.css';
import { formatLength, materialTotals, type Structure } from './structure-model.ts';

/** Every material of the coatings with the number of its layers and their total thickness. */
export function StructureLegend({ structure }: { structure: Structure }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long list scrolls, by keys too
    <ul className={classes.legend} aria-label="Materials of the structure" tabIndex={0}>
      {materialTotals(structure).map(({ name, layers, totalNm }) => (
        <li key={name}>
          <MaterialSwatch id={name} />
          <span>{name}</span>
          <span className={classes.figure}>
            {layers} × · {formatLength(totalNm)}
          </span>
        </li>
      ))}
    </ul>
  );
}
