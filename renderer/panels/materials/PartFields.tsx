import { useMaterials } from '#renderer/api/use-materials.ts';
import { MediumPicker } from '#renderer/controls/MediumPicker.tsx';
import { NumberField } from '#renderer/controls/NumberField.tsx';
import { SelectField } from '#renderer/controls/SelectField.tsx';
import { useWorkbench } from '#renderer/state/stores.tsx';
import styles from './materials.module.css';

const EXTENTS = { front: 'front only', whole: 'whole part' } as const;
const BACKS = { bare: 'bare', design: 'designed too', mirror: 'same as the front' } as const;
const MILLIMETRE_NM = 1e6;

/** The part that is coated: what is around it, what it is made of, and whether its back counts. */
export function PartFields() {
  const rules = useWorkbench((state) => state.wish.rules);
  const changeRules = useWorkbench((state) => state.changeRules);
  const { options } = useMaterials();
  const { substrate } = rules;
  const isSlab = substrate.thicknessNm !== undefined;
  const setExtent = (extent: keyof typeof EXTENTS) => {
    if (extent === 'whole') changeRules({ substrate: { ...substrate, thicknessNm: MILLIMETRE_NM } });
    else changeRules({ substrate: { medium: substrate.medium }, backLayers: undefined, exit: undefined });
  };
  return (
    <div className={styles.grid}>
      <span>Ambient</span>
      <MediumPicker
        label="Ambient"
        value={rules.ambient ?? 'air'}
        options={options}
        onChoose={(ambient) => changeRules({ ambient })}
      />
      <span>Substrate</span>
      <MediumPicker
        label="Substrate"
        value={substrate.medium}
        options={options}
        onChoose={(medium) => changeRules({ substrate: { ...substrate, medium } })}
      />
      <span>Counts</span>
      <div className={styles.pair}>
        <SelectField
          label="What of the part counts"
          value={isSlab ? 'whole' : 'front'}
          options={EXTENTS}
          onChange={setExtent}
          width={96}
        />
        {isSlab ? (
          <>
            <NumberField
              label="Substrate thickness, mm"
              value={(substrate.thicknessNm ?? 0) / MILLIMETRE_NM}
              min={0}
              max={1000}
              step={0.1}
              unit="mm"
              onCommit={(mm) => changeRules({ substrate: { ...substrate, thicknessNm: mm * MILLIMETRE_NM } })}
            />
            <span className={styles.caption}>mm</span>
          </>
        ) : null}
      </div>
      {isSlab ? <BehindFields /> : null}
    </div>
  );
}

/** A slab has a back, and something behind it. */
function BehindFields() {
  const rules = useWorkbench((state) => state.wish.rules);
  const changeRules = useWorkbench((state) => state.changeRules);
  const { options } = useMaterials();
  const { backLayers } = rules;
  const given = Array.isArray(backLayers) && backLayers.length > 0;
  return (
    <>
      <span>Back</span>
      {given ? (
        <span>{backLayers.length} given layers</span>
      ) : (
        <SelectField
          label="Coating on the back"
          value={typeof backLayers === 'string' ? backLayers : 'bare'}
          options={BACKS}
          onChange={(back) => changeRules({ backLayers: back === 'bare' ? undefined : back })}
        />
      )}
      <span>Exit</span>
      <MediumPicker
        label="Exit"
        value={rules.exit ?? 'air'}
        options={options}
        onChoose={(exit) => changeRules({ exit })}
      />
    </>
  );
}
