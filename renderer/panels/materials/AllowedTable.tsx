import { useMaterials } from '#renderer/api/use-materials.ts';
import { IconButton } from '#renderer/controls/Button.tsx';
import { MediumPicker } from '#renderer/controls/MediumPicker.tsx';
import { rangeText } from '#renderer/controls/medium-options.ts';
import { Note } from '#renderer/controls/Note.tsx';
import { NumberField } from '#renderer/controls/NumberField.tsx';
import { MaterialSwatch } from '#renderer/materials/MaterialSwatch.tsx';
import { useStores, useWorkbench } from '#renderer/state/stores.tsx';
import type { MaterialSummary } from '#services/contract.ts';
import {
  type AllowedMaterial,
  allowedMaterials,
  withLimit,
  withMaterial,
  withoutMaterial,
} from './allowed-materials.ts';
import styles from './materials.module.css';

/** The materials that layers may be of, each with its own thickness limits where it has any. */
export function AllowedTable() {
  const rules = useWorkbench((state) => state.wish.rules);
  const changeRules = useWorkbench((state) => state.changeRules);
  const { options, summaryOf, failure } = useMaterials();
  const allowed = allowedMaterials(rules.materials);
  return (
    <>
      {allowed.length === 0 ? (
        <p className={styles.note} style={{ paddingTop: 8, margin: 0 }}>
          The default materials, as far as they cover the target: those of the networks that fit, else MgF2, SiO2,
          Al2O3, HfO2, Ta2O5, TiO2.
        </p>
      ) : (
        <table className={styles.table} aria-label="Allowed materials">
          <colgroup>
            <col />
            <col style={{ width: 56 }} />
            <col style={{ width: 56 }} />
            <col style={{ width: 26 }} />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">Material</th>
              <th scope="col">Min, nm</th>
              <th scope="col">Max, nm</th>
              <th scope="col">
                <span className="sw-hidden">Remove</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {allowed.map((material) => (
              <AllowedRow key={material.key} material={material} summary={summaryOf(material.key)} />
            ))}
          </tbody>
        </table>
      )}
      <div className={styles.add}>
        <MediumPicker
          label="Add material"
          value={null}
          text="+ Add material"
          options={options}
          onChoose={(medium) => changeRules({ materials: withMaterial(rules.materials, medium) })}
        />
      </div>
      {failure === null ? null : (
        <div className={styles.note}>
          <Note tone="error">{failure}</Note>
        </div>
      )}
    </>
  );
}

interface AllowedRowProps {
  readonly material: AllowedMaterial;
  readonly summary: MaterialSummary | undefined;
}

function AllowedRow({ material: { key }, summary }: AllowedRowProps) {
  const { workbench } = useStores();
  const rules = useWorkbench((state) => state.wish.rules);
  const changeRules = useWorkbench((state) => state.changeRules);
  const about =
    summary === undefined ? key : `${summary.name}: ${summary.id}, ${rangeText(summary.rangeNm)}. ${summary.source}`;
  const limit = (which: 'min' | 'max') => (
    <NumberField
      label={`${key} ${which === 'min' ? 'least' : 'greatest'} thickness, nm`}
      value={rules.limits?.[key]?.[which]}
      placeholder={rules.thicknessNm === undefined ? 'auto' : String(rules.thicknessNm[which])}
      min={0}
      max={1e9}
      unit="nm"
      isQuiet
      onCommit={(nm) => changeRules({ limits: withLimit(rules, key, which, nm) })}
      onClear={() => changeRules({ limits: withLimit(rules, key, which, undefined) })}
    />
  );
  const remove = () => {
    const { materials, limits } = withoutMaterial(workbench.getState().wish.rules, key);
    changeRules({ materials, limits });
  };
  return (
    <tr title={about}>
      <td>
        <div className={styles.name}>
          <MaterialSwatch id={key} {...(summary === undefined ? {} : { family: summary.family })} />
          <span>{key}</span>
        </div>
      </td>
      <td>{limit('min')}</td>
      <td>{limit('max')}</td>
      <td>
        <IconButton icon="remove" label={`Remove ${key}`} onClick={remove} />
      </td>
    </tr>
  );
}
