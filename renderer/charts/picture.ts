/** What an SVG element needs of its computed style to look the same outside the page. */
const STYLES = [
  ...['fill', 'fill-opacity', 'stroke', 'stroke-opacity', 'stroke-width', 'opacity'],
  ...['stroke-dasharray', 'stroke-linecap', 'stroke-linejoin'],
];

/** Height of the line under the chart that says what it shows, px. */
const CAPTION_PX = 22;

/** A chart as a PNG: its canvas, the SVG over it, and under them a line that says what is shown. */
async function chartPicture(chart: HTMLElement, caption: string): Promise<Blob> {
  const canvas = chart.querySelector('canvas');
  if (canvas === null) throw new Error('the chart has no canvas');
  const picture = document.createElement('canvas');
  const ratio = canvas.width / canvas.getBoundingClientRect().width;
  picture.width = canvas.width;
  picture.height = canvas.height + CAPTION_PX * ratio;
  const context = picture.getContext('2d');
  if (context === null) throw new Error('no 2D canvas');
  context.fillStyle = getComputedStyle(chart).getPropertyValue('--sw-surface').trim() || '#ffffff';
  context.fillRect(0, 0, picture.width, picture.height);
  for (const svg of chart.querySelectorAll<SVGSVGElement>('svg[data-in-picture]')) {
    await drawSvg(context, svg, canvas.getBoundingClientRect(), ratio);
  }
  context.drawImage(canvas, 0, 0);
  context.fillStyle = getComputedStyle(chart).color;
  context.font = `${12 * ratio}px system-ui, sans-serif`;
  context.fillText(caption, 8 * ratio, picture.height - 8 * ratio);
  return new Promise((resolve, reject) => {
    picture.toBlob((blob) => (blob === null ? reject(new Error('no picture')) : resolve(blob)), 'image/png');
  });
}

async function drawSvg(context: CanvasRenderingContext2D, svg: SVGSVGElement, frame: DOMRect, ratio: number) {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = svg.querySelectorAll<SVGElement>('*');
  copy.querySelectorAll<SVGElement>('*').forEach((element, i) => {
    const style = getComputedStyle(originals[i]);
    for (const name of STYLES) element.style.setProperty(name, style.getPropertyValue(name));
  });
  const { left, top, width, height } = svg.getBoundingClientRect();
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  const address = URL.createObjectURL(
    new Blob([new XMLSerializer().serializeToString(copy)], { type: 'image/svg+xml' }),
  );
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    context.drawImage(image, (left - frame.left) * ratio, (top - frame.top) * ratio, width * ratio, height * ratio);
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** Puts a picture on the clipboard; where that is not allowed, saves it as a file. */
export async function copyPicture(chart: HTMLElement, caption: string, fileName: string): Promise<'copied' | 'saved'> {
  const blob = await chartPicture(chart, caption);
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
    return 'copied';
  } catch {
    saveFile(blob, fileName);
    return 'saved';
  }
}

/** Puts text on the clipboard; where that is not allowed, saves it as a file. */
export async function copyText(text: string, fileName: string): Promise<'copied' | 'saved'> {
  try {
    await navigator.clipboard.writeText(text);
    return 'copied';
  } catch {
    saveFile(new Blob([text], { type: 'text/tab-separated-values' }), fileName);
    return 'saved';
  }
}

function saveFile(blob: Blob, fileName: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
