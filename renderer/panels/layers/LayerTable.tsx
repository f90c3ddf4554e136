import { useMemo, useRef, useState } from 'react';
import type { DesignInHand } from '#core/documents/workbench-document.ts';
import type { Side } from '#core/fabrication/layer-figures.ts';
import type { Medium } from '#core/optics/stack.ts';
import { useMaterials } from '#renderer/api/use-materials.ts';
import controls from '#renderer/controls/controls.module.css';
import type { MediumOption } from '#renderer/controls/medium-options.ts';
import { mediumName } from '#renderer/materials/medium-name.ts';
import { useView } from '#renderer/state/stores.tsx';
import { LayerRow } from './LayerRow.tsx';
import { layersOf } from './layer-rows.ts';
import styles from './layers.module.css';
import { rowWindow } from './row-window.ts';
import { type LayerFigureColumns, useLayerActions } from './useLayers.ts';

const ROW_PX = 24;

interface LayerTableProps {
  readonly design: DesignInHand;
  readonly side: Side;
  readonly columns: LayerFigureColumns;
}

/** The layers as light meets them, from the ambient down to the substrate. Long stacks are drawn where they are seen. */
export function LayerTable({ design, side, columns }: LayerTableProps) {
  const { stack, locked } = design;
  const layers = layersOf(stack, side);
  const actions = useLayerActions(side);
  const options = useNearOptions(design);
  const numberFrom = useView((state) => state.numberFrom);
  const selected = useView((state) => state.selectedLayer);
  const scroller = useRef<HTMLDivElement>(null);
  const [scroll, setScroll] = useState({ top: 0, height: 800 });
  const shown = rowWindow(layers.length, scroll.top, scroll.height, ROW_PX);
  const onScroll = () => {
    const { scrollTop, clientHeight } = scroller.current ?? { scrollTop: 0, clientHeight: 0 };
    if (layers.length > 200) setScroll({ top: scrollTop, height: clientHeight });
  };
  // Air side and substrate side: of a back coating the substrate comes first.
  const [above, below]: [Medium, Medium] =
    side === 'front' ? [stack.ambient ?? 'air', stack.substrate.medium] : [stack.substrate.medium, stack.exit ?? 'air'];
  const countsDown = (numberFrom === 'substrate') === (side === 'front');
  return (
    <div className={controls.scroll} ref={scroller} onScroll={onScroll}>
      <table className={styles.table} aria-label="Layers" aria-rowcount={layers.length + 3}>
        <Head />
        <tbody>
          <MediumLine medium={above} place={side === 'front' ? 'ambient' : 'substrate'} />
          <Space rows={shown.from} />
          {layers.slice(shown.from, shown.to).map((layer, i) => {
            const index = shown.from + i;
            return (
              <LayerRow
                key={index}
                index={index}
                number={countsDown ? layers.length - index : index + 1}
                count={layers.length}
                layer={layer}
                isLocked={side === 'front' ? (locked[index] ?? false) : null}
                isSelected={side === 'front' && selected === index}
                factors={columns.factorsOf(layer.medium)}
                options={options}
                actions={actions}
              />
            );
          })}
          <Space rows={layers.length - shown.to} />
          <MediumLine medium={below} place={side === 'front' ? 'substrate' : 'exit'} />
        </tbody>
      </table>
    </div>
  );
}

function Head() {
  return (
    <>
      <colgroup>
        <col style={{ width: 34 }} />
        <col />
        <col style={{ width: 68 }} />
        <col style={{ width: 62 }} />
        <col style={{ width: 56 }} />
        <col style={{ width: 24 }} />
        <col style={{ width: 82 }} />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">#</th>
          <th scope="col">Material</th>
          <th scope="col" title="Physical thickness, nm">
            nm
          </th>
          <th scope="col" title="Optical thickness n·d at the reference wavelength, nm">
            n·d, nm
          </th>
          <th scope="col" title="4 Re(n cos θ) d / λ₀">
            QWOT
          </th>
          <th scope="col">
            <span className="sw-hidden">Lock</span>
          </th>
          <th scope="col">
            <span className="sw-hidden">Actions</span>
          </th>
        </tr>
      </thead>
    </>
  );
}

function MediumLine({ medium, place }: { readonly medium: Medium; readonly place: string }) {
  return (
    <tr data-kind="medium">
      <td />
      <td colSpan={6}>
        {mediumName(medium)} ({place})
      </td>
    </tr>
  );
}

/** Stands for the rows that are out of sight. */
function Space({ rows }: { readonly rows: number }) {
  if (rows <= 0) return null;
  return (
    <tr data-kind="space">
      <td colSpan={7} style={{ height: rows * ROW_PX, padding: 0, border: 0 }} />
    </tr>
  );
}

/** The catalogue, what the design is made of first. */
function useNearOptions({ stack }: DesignInHand): readonly MediumOption[] {
  const { options } = useMaterials();
  const near = [...new Set(stack.layers.map(({ medium }) => mediumName(medium)))].slice(0, 30).join(' | ');
  return useMemo(() => {
    const names = new Set(near.split(' | '));
    const isNear = ({ id }: MediumOption) => names.has(id);
    return [...options.filter(isNear), ...options.filter((option) => !isNear(option))];
  }, [options, near]);
}
