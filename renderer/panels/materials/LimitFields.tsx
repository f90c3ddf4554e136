import { NumberField } from '#renderer/controls/NumberField.tsx';
import { useWorkbench } from '#renderer/state/stores.tsx';
import { DEFAULT_LIMITS_NM } from './allowed-materials.ts';
import styles from './materials.module.css';

/** How many layers, how thin and thick each, how thick all together. */
export function LimitFields() {
  const rules = useWorkbench((state) => state.wish.rules);
  const changeRules = useWorkbench((state) => state.changeRules);
  const { thicknessNm, totalThicknessNm } = rules;
  const limit = (which: 'min' | 'max') => (
    <NumberField
      label={`${which === 'min' ? 'Least' : 'Greatest'} layer thickness, nm`}
      value={thicknessNm?.[which]}
      placeholder="auto"
      min={0}
      max={1e9}
      unit="nm"
      onCommit={(nm) => changeRules({ thicknessNm: { ...DEFAULT_LIMITS_NM, ...thicknessNm, [which]: nm } })}
      onClear={() => changeRules({ thicknessNm: undefined })}
    />
  );
  return (
    <div className={styles.grid}>
      <span>At most</span>
      <div className={styles.pair}>
        <NumberField
          label="Most layers"
          value={rules.maxLayers}
          placeholder="20"
          min={0}
          max={10_000}
          isInteger
          onCommit={(maxLayers) => changeRules({ maxLayers })}
          onClear={() => changeRules({ maxLayers: undefined })}
        />
        <span className={styles.caption}>layers</span>
        <NumberField
          label="Greatest total thickness, nm"
          value={totalThicknessNm?.max}
          placeholder="no limit"
          min={0}
          max={1e9}
          step={10}
          unit="nm"
          onCommit={(max) => changeRules({ totalThicknessNm: { max } })}
          onClear={() => changeRules({ totalThicknessNm: undefined })}
        />
        <span className={styles.caption}>nm</span>
      </div>
      <span>Each</span>
      <div className={styles.pair}>
        {limit('min')}
        <span className={styles.caption}>to</span>
        {limit('max')}
        <span className={styles.caption}>nm</span>
      </div>
    </div>
  );
}
