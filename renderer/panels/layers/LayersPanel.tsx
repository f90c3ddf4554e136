import { useState } from 'react';
import type { DesignInHand } from '#core/documents/workbench-document.ts';
import type { Side } from '#core/fabrication/layer-figures.ts';
import { Button } from '#renderer/controls/Button.tsx';
import controls from '#renderer/controls/controls.module.css';
import { Note } from '#renderer/controls/Note.tsx';
import { NumberField } from '#renderer/controls/NumberField.tsx';
import { SelectField } from '#renderer/controls/SelectField.tsx';
import { useStores, useView, useWorkbench } from '#renderer/state/stores.tsx';
import { LayerTable } from './LayerTable.tsx';
import { layersOf, totalNm } from './layer-rows.ts';
import styles from './layers.module.css';
import { RefineButton } from './RefineButton.tsx';
import { type LayerFigureColumns, useLayerActions, useOpticalColumns } from './useLayers.ts';

const NUMBERING = { ambient: '# from air', substrate: '# from substrate' } as const;
const SIDES = { front: 'front', back: 'back' } as const;

/** The design in hand, layer by layer; every edit is computed at once. */
export function LayersPanel() {
  const design = useWorkbench((state) => state.design);
  return (
    <section className={controls.panel} aria-label="Layers">
      {design === null ? <Empty /> : <Layers design={design} />}
    </section>
  );
}

function Layers({ design }: { readonly design: DesignInHand }) {
  const columns = useOpticalColumns(design.stack);
  const [refineFault, setRefineFault] = useState<string | null>(null);
  const [wanted, setSide] = useState<Side>('front');
  const isSlab = design.stack.substrate.thicknessNm !== undefined;
  const side = isSlab ? wanted : 'front';
  return (
    <>
      <div className={controls.bar}>
        <Reference design={design} columns={columns} />
        <Numbering />
        {isSlab ? <SelectField label="Coated side" value={side} options={SIDES} onChange={setSide} /> : null}
        <RefineButton onFault={setRefineFault} />
      </div>
      {[refineFault, columns.fault].map((fault) =>
        fault === null ? null : (
          <div key={fault} className={styles.notes}>
            <Note tone="error">{fault}</Note>
          </div>
        ),
      )}
      <LayerTable design={design} side={side} columns={columns} />
      <Totals design={design} side={side} />
    </>
  );
}

/** What quarter waves refer to: λ₀ and the angle. Changing them re-reads QWOT and keeps nm. */
function Reference({ design, columns }: { readonly design: DesignInHand; readonly columns: LayerFigureColumns }) {
  const editStack = useWorkbench((state) => state.editStack);
  const { stack } = design;
  return (
    <span className={styles.reference} title="Optical thickness and QWOT refer to this wavelength and angle">
      <span aria-hidden="true">QWOT at</span>
      <NumberField
        label="Reference wavelength, nm"
        value={stack.referenceWavelengthNm}
        placeholder={String(columns.referenceNm)}
        min={1}
        max={1e7}
        unit="nm"
        width={52}
        onCommit={(referenceWavelengthNm) => editStack({ ...stack, referenceWavelengthNm })}
      />
      <span aria-hidden="true">nm,</span>
      <NumberField
        label="Match angle, °"
        value={columns.matchAngleDeg}
        min={0}
        max={89.9}
        unit="°"
        width={38}
        onCommit={(matchAngleDeg) => editStack({ ...stack, matchAngleDeg })}
      />
      <span aria-hidden="true">°</span>
    </span>
  );
}

function Numbering() {
  const { view } = useStores();
  const numberFrom = useView((state) => state.numberFrom);
  return (
    <SelectField
      label="Numbering"
      value={numberFrom}
      options={NUMBERING}
      onChange={(from) => view.setState({ numberFrom: from })}
    />
  );
}

function Totals({ design, side }: { readonly design: DesignInHand; readonly side: Side }) {
  const layers = layersOf(design.stack, side);
  const { insert } = useLayerActions(side);
  return (
    <div className={styles.foot}>
      <Button onClick={() => insert(layers.length)}>Add layer</Button>
      <span className={styles.push} title={`${totalNm(layers)} nm`}>
        {layers.length} {layers.length === 1 ? 'layer' : 'layers'}, {totalNm(layers).toFixed(1)} nm
      </span>
    </div>
  );
}

function Empty() {
  const rules = useWorkbench((state) => state.wish.rules);
  const takeDesign = useWorkbench((state) => state.takeDesign);
  const { ambient, substrate, exit } = rules;
  const start = () =>
    takeDesign({
      ...(ambient === undefined ? {} : { ambient }),
      ...(exit === undefined || substrate.thicknessNm === undefined ? {} : { exit }),
      layers: [],
      substrate,
    });
  return (
    <div className={styles.empty}>
      <p>No design in hand. Take one from Candidates, open a file, or build one layer by layer.</p>
      <Button onClick={start}>Start from the bare substrate</Button>
    </div>
  );
}
