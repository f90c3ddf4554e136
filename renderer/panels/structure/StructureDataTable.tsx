import { memo } from 'react';
import classes from './StructurePanel.module.css';
import type { Structure } from './structure-model.ts';

/** What the pictures show, at full precision, for assistive technology and scripts. */
export function StructureDataTable({ structure }: { structure: Structure | null }) {
  const at = structure === null ? '' : ` at ${structure.referenceNm} nm`;
  const layers = structure === null ? [] : [...structure.front, ...structure.back];
  return (
    <div className={classes.away}>
      <table aria-label="Structure data">
        <thead>
          <tr>
            <th scope="col">Layer</th>
            <th scope="col">Material</th>
            <th scope="col">Thickness, nm</th>
            <th scope="col">n{at}</th>
            <th scope="col">k{at}</th>
          </tr>
        </thead>
        <tbody>
          {layers.map((layer) => (
            <LayerData
              key={`${layer.side}${layer.index}`}
              label={`${layer.side} ${layer.number}`}
              name={layer.name}
              thicknessNm={layer.thicknessNm}
              n={layer.constants?.n}
              k={layer.constants?.k}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface LayerDataProps {
  readonly label: string;
  readonly name: string;
  readonly thicknessNm: number;
  readonly n: number | undefined;
  readonly k: number | undefined;
}

/** Of ten thousand layers only the one that changes is written anew. */
const LayerData = memo(function LayerData({ label, name, thicknessNm, n, k }: LayerDataProps) {
  return (
    <tr>
      <th scope="row">{label}</th>
      <td>{name}</td>
      <td>{thicknessNm}</td>
      <td>{n ?? ''}</td>
      <td>{k ?? ''}</td>
    </tr>
  );
});
