import { useComputedColorScheme } from '@mantine/core';
import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { materialBase } from '#renderer/materials/material-family.ts';
import { dragged, keyed, type Orbit, START, wheeled } from './orbit.ts';
import classes from './StructurePanel.module.css';
import { type Anchor, StructureScene, WIDTH } from './StructureScene.tsx';
import { type LayerBox, layOut } from './structure-layout.ts';
import { formatLength, type Structure, type StructureLayer, thicknessOf } from './structure-model.ts';

interface StructureView3DProps {
  readonly structure: Structure;
  readonly selectedLayer: number | null;
  readonly onSelect: (layer: number | null) => void;
  readonly onContextLost: () => void;
}

/** The structure to scale; drag, wheel or keys move the eye, a click selects a layer. */
export function StructureView3D({ structure, selectedLayer, onSelect, onContextLost }: StructureView3DProps) {
  const scheme = useComputedColorScheme('light');
  const layout = useMemo(() => layOut(structure), [structure]);
  const [orbit, setOrbit] = useState<Orbit>(START);
  const [hovered, setHovered] = useState<LayerBox | null>(null);
  const labels = useRef(new Map<string, HTMLElement>());
  const surface = useWheel((deltaY) => setOrbit((before) => wheeled(before, deltaY)));
  const drag = useDrag((dx, dy) => setOrbit((before) => dragged(before, dx, dy)));

  const boxOf = (layer: StructureLayer | undefined) =>
    layout.boxes.find((box) => box.layer.side === layer?.side && box.layer.index === layer.index) ?? null;
  const selected = selectedLayer === null ? null : boxOf(structure.front[selectedLayer]);
  const shown = boxOf(hovered?.layer);
  const tags = useMemo(() => labelsOf(structure, layout, selected, shown), [structure, layout, selected, shown]);
  const onKeyDown = (event: KeyboardEvent) => {
    const next = event.ctrlKey || event.metaKey || event.altKey ? null : keyed(orbit, event.key);
    const step = stepped(event.key, selectedLayer, structure.front.length);
    if (next !== null) setOrbit(next);
    else if (step !== undefined) onSelect(step);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={surface}
      className={classes.surface}
      role="application"
      aria-roledescription="three-dimensional view"
      aria-label={`${describe(structure)} Arrow keys turn, plus and minus zoom, Home resets, Page Up and Page Down select a layer.`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the view is turned and zoomed by keys
      tabIndex={0}
      onKeyDown={onKeyDown}
      onDoubleClick={() => setOrbit(START)}
      onPointerLeave={() => setHovered(null)}
      {...drag}
    >
      <StructureScene
        layout={layout}
        substrateName={structure.substrate.name}
        highlighted={shown}
        selected={selected}
        orbit={orbit}
        lineColour={scheme === 'dark' ? '#000000' : '#1a1b1e'}
        accentColour={scheme === 'dark' ? '#3cc4b4' : '#0f766e'}
        anchors={tags}
        labels={labels}
        onHover={setHovered}
        onSelect={({ layer }) => layer.side === 'front' && onSelect(layer.index)}
        onContextLost={onContextLost}
      />
      {tags.map(({ key, text, isStrong }) => (
        <span
          key={key}
          className={classes.label}
          data-strong={isStrong}
          ref={(element) => {
            if (element === null) labels.current.delete(key);
            else labels.current.set(key, element);
          }}
        >
          {text}
        </span>
      ))}
    </div>
  );
}

function describe(structure: Structure): string {
  const { front, back, substrate } = structure;
  const coating = (layers: readonly StructureLayer[]) =>
    `${layers.length} layers, ${formatLength(thicknessOf(layers))}`;
  const behind = back.length === 0 ? '' : ` and ${coating(back)} behind`;
  return `Structure to scale: ${coating(front)} in front${behind}, on ${substrate.name}.`;
}

interface Tag extends Anchor {
  readonly text: ReactNode;
  readonly isStrong: boolean;
}

function labelsOf(
  structure: Structure,
  layout: ReturnType<typeof layOut>,
  selected: LayerBox | null,
  hovered: LayerBox | null,
): Tag[] {
  const x = WIDTH / 2 + 0.06;
  const tag = (key: string, y: number, text: ReactNode, isStrong = false): Tag => ({
    key,
    at: [x, y, 0],
    text,
    isStrong,
  });
  const upper = layout.substrate[0];
  const layerTag = (key: string, { layer, top, bottom }: LayerBox): Tag => {
    return tag(
      key,
      (top + bottom) / 2,
      `${layer.number} · ${materialBase(layer.name)} · ${formatLength(layer.thicknessNm)}`,
      true,
    );
  };
  const tags = [
    {
      ...tag('ambient', 0, `${structure.ambient.name}, light from here ↓`),
      at: [-WIDTH / 2, layout.top + 0.36, 0] as const,
    },
    tag('substrate', (upper.top + upper.bottom) / 2, substrateLabel(structure)),
  ];
  if (structure.exit !== null) tags.push(tag('exit', layout.bottom - 0.1, structure.exit.name));
  if (structure.front.length > 0 && selected === null && hovered === null)
    tags.push(tag('thickness', layout.top / 2, `↕ ${formatLength(thicknessOf(structure.front))}`));
  if (selected !== null) tags.push(layerTag('selected', selected));
  if (hovered !== null && hovered !== selected) tags.push(layerTag('hovered', hovered));
  return tags;
}

function substrateLabel({ substrate }: Structure): string {
  return substrate.thicknessNm === null
    ? materialBase(substrate.name)
    : `${materialBase(substrate.name)} ${formatLength(substrate.thicknessNm)}`;
}

/** The layer that Page Up or Page Down leads to, Escape to none; undefined for any other key. */
function stepped(key: string, selected: number | null, layers: number): number | null | undefined {
  if (key === 'Escape' && selected !== null) return null;
  if (layers === 0 || (key !== 'PageUp' && key !== 'PageDown')) return undefined;
  if (selected === null) return key === 'PageDown' ? 0 : layers - 1;
  return Math.min(layers - 1, Math.max(0, selected + (key === 'PageDown' ? 1 : -1)));
}

/** Dragging with the pointer held; a click without movement goes through to the scene. */
function useDrag(onDrag: (dxPx: number, dyPx: number) => void) {
  const last = useRef<readonly [number, number] | null>(null);
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.button === 0) last.current = [event.clientX, event.clientY];
    },
    onPointerMove: (event: PointerEvent) => {
      if (last.current === null) return;
      if ((event.buttons & 1) === 0) {
        last.current = null;
        return;
      }
      onDrag(event.clientX - last.current[0], event.clientY - last.current[1]);
      last.current = [event.clientX, event.clientY];
    },
    onPointerUp: () => {
      last.current = null;
    },
  };
}

/** React listens to the wheel passively; zooming must keep the page from scrolling. */
function useWheel(onWheel: (deltaY: number) => void) {
  const element = useRef<HTMLDivElement>(null);
  const handler = useRef(onWheel);
  handler.current = onWheel;
  useEffect(() => {
    const target = element.current;
    if (target === null) return;
    const listen = (event: WheelEvent) => {
      event.preventDefault();
      handler.current(event.deltaY);
    };
    target.addEventListener('wheel', listen, { passive: false });
    return () => target.removeEventListener('wheel', listen);
  }, []);
  return element;
}
