import type { Structure } from './structure-model.ts';

/** What the pictures show, at full precision, for assistive technology and scripts. */
export function StructureDataTable({ structure }: { structure: Structure | null }) {
  const at = structure === null ? '' : ` at ${structure.referenceNm} nm`;
  const layers = structure === null ? [] : [...structure.front, ...structure.back];
  return (
    <div className="sw-hidden">
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
            <tr key={`${layer.side}${layer.index}`}>
              <th scope="row">
                {layer.side} {layer.number}
              </th>
              <td>{layer.name}</td>
              <td>{layer.thicknessNm}</td>
              <td>{layer.constants?.n ?? ''}</td>
              <td>{layer.constants?.k ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
