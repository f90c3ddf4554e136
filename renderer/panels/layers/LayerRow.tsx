import { memo } from 'react';
import type { Layer } from '#core/optics/stack.ts';
import { IconButton } from '#renderer/controls/Button.tsx';
import { MediumPicker } from '#renderer/controls/MediumPicker.tsx';
import type { MediumOption } from '#renderer/controls/medium-options.ts';
import { NumberField } from '#renderer/controls/NumberField.tsx';
import { formatFixed } from '#renderer/controls/number-text.ts';
import { useStores } from '#renderer/state/stores.tsx';
import type { OpticalFactors } from './layer-rows.ts';
import styles from './layers.module.css';
import type { LayerActions } from './useLayers.ts';

interface LayerRowProps {
  /** place in the stack, from 0 at the side where light comes from */
  readonly index: number;
  /** as the person counts */
  readonly number: number;
  readonly count: number;
  readonly layer: Layer;
  /** null where layers cannot be locked */
  readonly isLocked: boolean | null;
  readonly isSelected: boolean;
  readonly factors: OpticalFactors | undefined;
  readonly options: readonly MediumOption[];
  readonly actions: LayerActions;
}

/** One layer, all of it editable where it stands. */
export const LayerRow = memo(function LayerRow(props: LayerRowProps) {
  const { index, number, layer, isLocked, isSelected, options, actions } = props;
  const { view } = useStores();
  return (
    <tr aria-current={isSelected} onFocus={() => isLocked !== null && view.setState({ selectedLayer: index })}>
      <td>
        <button
          type="button"
          className={styles.number}
          aria-label={`Select layer ${number}`}
          aria-pressed={isSelected}
          tabIndex={-1}
          onClick={() => isLocked !== null && view.setState({ selectedLayer: index })}
        >
          {number}
        </button>
      </td>
      <td>
        <MediumPicker
          label={`Layer ${number} material`}
          value={layer.medium}
          options={options}
          isQuiet
          onChoose={(medium) => actions.setMedium(index, medium)}
        />
      </td>
      <ThicknessCells {...props} />
      <td>
        {isLocked === null ? null : (
          <IconButton
            icon={isLocked ? 'locked' : 'unlocked'}
            label={`Lock layer ${number}`}
            title={isLocked ? 'Locked: refinement keeps this thickness' : 'Lock the thickness against refinement'}
            aria-pressed={isLocked}
            tabIndex={isSelected ? 0 : -1}
            onClick={() => actions.setLocked(index, !isLocked)}
          />
        )}
      </td>
      <td>
        <RowActions {...props} />
      </td>
    </tr>
  );
});

const MOST_NM = 1e9;

/** Three ways to say one thickness: physical, optical, in quarter waves. */
function ThicknessCells({ index, number, layer, factors, actions }: LayerRowProps) {
  const { thicknessNm } = layer;
  const optical = (name: string, perNm: number | undefined, unit: string, decimals: number, step: number) => {
    const isKnown = perNm !== undefined && perNm > 0;
    return (
      <NumberField
        label={`Layer ${number} ${name}`}
        value={isKnown ? thicknessNm * perNm : undefined}
        placeholder="–"
        isDisabled={!isKnown}
        min={0}
        max={isKnown ? MOST_NM * perNm : undefined}
        step={step}
        unit={unit}
        isQuiet
        format={(value) => formatFixed(value, decimals)}
        onCommit={(value) => actions.setThickness(index, value / (perNm ?? 1))}
        onDrag={(value, phase) => actions.dragThickness(index, value / (perNm ?? 1), phase)}
      />
    );
  };
  return (
    <>
      <td>
        <NumberField
          label={`Layer ${number} thickness, nm`}
          value={thicknessNm}
          min={0}
          max={MOST_NM}
          unit="nm"
          isQuiet
          format={(nm) => formatFixed(nm, 2)}
          onCommit={(nm) => actions.setThickness(index, nm)}
          onDrag={(nm, phase) => actions.dragThickness(index, nm, phase)}
        />
      </td>
      <td>{optical('optical thickness, nm', factors?.opticalPerNm, 'nm', 1, 1)}</td>
      <td>{optical('QWOT', factors?.qwotPerNm, 'QWOT', 3, 0.01)}</td>
    </>
  );
}

/** In the Tab order for the selected layer alone: a hundred layers would be a thousand stops. */
function RowActions({ index, number, count, isSelected, actions }: LayerRowProps) {
  const tabIndex = isSelected ? 0 : -1;
  return (
    <span className={styles.actions}>
      <IconButton
        icon="up"
        label={`Move layer ${number} up`}
        tabIndex={tabIndex}
        disabled={index === 0}
        onClick={() => actions.move(index, -1)}
      />
      <IconButton
        icon="down"
        label={`Move layer ${number} down`}
        tabIndex={tabIndex}
        disabled={index === count - 1}
        onClick={() => actions.move(index, 1)}
      />
      <IconButton
        icon="insert"
        label={`Insert a layer above layer ${number}`}
        tabIndex={tabIndex}
        onClick={() => actions.insert(index)}
      />
      <IconButton
        icon="remove"
        label={`Remove layer ${number}`}
        tabIndex={tabIndex}
        onClick={() => actions.remove(index)}
      />
    </span>
  );
}
