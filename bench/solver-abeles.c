/* Characteristic matrices in plain C, for comparison: `double`, the sin, cos and exp of libm, one wavelength after the
 * other (PLAIN), or all wavelengths of a layer in the innermost loop so that the compiler can vectorise (VECTOR), or the
 * program's own formulation (core/optics/kernel/transfer.ts) with eight wavelengths in a vector (KERNEL).
 * Admittances per medium, wavelength, angle and polarization are tabulated beforehand and not timed.
 *
 *   abeles SHAPE_FILE …   then on stdin: `SHAPE forward` or `SHAPE differences`; answers `seconds meanR` of the first stack
 */
#define _GNU_SOURCE
#include <complex.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct {
  int stacks, layers, W, angles, polarizations, media; /* the last two media: ambient, substrate */
  int *medium;
  double *d;
  /* (angle, polarization, medium, wavelength): phase and attenuation per nm, eta, 1/eta */
  double *a, *b, *er, *ei, *yr, *yi;
} Shape;

static size_t at(const Shape *s, int angle, int pol, int medium) {
  return (((size_t)angle * s->polarizations + pol) * s->media + medium) * s->W;
}

static double *doubles(FILE *f, size_t n) {
  double *p = malloc(n * sizeof *p);
  if (!p || fread(p, sizeof *p, n, f) != n) exit(2);
  return p;
}

static Shape load(const char *path) {
  FILE *f = fopen(path, "rb");
  if (!f) exit(2);
  double *h = doubles(f, 6);
  Shape s = {(int)h[0], (int)h[1], (int)h[2], (int)h[3], (int)h[4], (int)h[5], 0, 0, 0, 0, 0, 0, 0, 0};
  double *lambda = doubles(f, s.W), *angle = doubles(f, s.angles);
  double *n = doubles(f, (size_t)s.media * s.W), *k = doubles(f, (size_t)s.media * s.W);
  double *medium = doubles(f, (size_t)s.stacks * s.layers);
  s.d = doubles(f, (size_t)s.stacks * s.layers);
  s.medium = malloc((size_t)s.stacks * s.layers * sizeof(int));
  for (size_t i = 0; i < (size_t)s.stacks * s.layers; i++) s.medium[i] = (int)medium[i];
  size_t size = (size_t)s.angles * s.polarizations * s.media * s.W;
  double **fields[] = {&s.a, &s.b, &s.er, &s.ei, &s.yr, &s.yi};
  for (int i = 0; i < 6; i++) *fields[i] = calloc(size + 8, sizeof(double)); /* a vector may read past the end */
  for (int t = 0; t < s.angles; t++)
    for (int p = 0; p < s.polarizations; p++)
      for (int m = 0; m < s.media; m++)
        for (int w = 0; w < s.W; w++) {
          size_t i = at(&s, t, p, m) + w;
          double complex N = n[(size_t)m * s.W + w] + I * k[(size_t)m * s.W + w];
          double alpha = n[(size_t)(s.media - 2) * s.W + w] * sin(angle[t] * M_PI / 180);
          double complex kz = csqrt(N * N - alpha * alpha);
          double complex eta = p == 0 ? kz : N * N / kz;
          s.a[i] = 2 * M_PI * creal(kz) / lambda[w];
          s.b[i] = 2 * M_PI * cimag(kz) / lambda[w];
          s.er[i] = creal(eta);
          s.ei[i] = cimag(eta);
          s.yr[i] = creal(1 / eta);
          s.yi[i] = cimag(1 / eta);
        }
  return s;
}

#ifdef PLAIN
static void spectra(const Shape *s, const int *medium, const double *d, int t, int p, double *R, double *T) {
  size_t in = at(s, t, p, s->media - 2), out = at(s, t, p, s->media - 1);
  for (int w = 0; w < s->W; w++) {
    double br = 1, bi = 0, cr = s->er[out + w], ci = s->ei[out + w];
    for (int j = s->layers - 1; j >= 0; j--) {
      size_t i = at(s, t, p, medium[j]) + w;
      double a = s->a[i] * d[j], b = s->b[i] * d[j];
      double sn = sin(a), cs = cos(a), ch = 1, sh = 0;
      if (b != 0) {
        double e = exp(b);
        ch = 0.5 * (e + 1 / e);
        sh = 0.5 * (e - 1 / e);
      }
      double cR = cs * ch, cI = -sn * sh, sR = cs * sh, sI = -sn * ch; /* cos and -i sin of a + ib */
      double yR = s->yr[i] * cr - s->yi[i] * ci, yI = s->yr[i] * ci + s->yi[i] * cr;
      double zR = s->er[i] * br - s->ei[i] * bi, zI = s->er[i] * bi + s->ei[i] * br;
      double nr = cR * br - cI * bi + sR * yR - sI * yI, ni = cR * bi + cI * br + sR * yI + sI * yR;
      double mr = cR * cr - cI * ci + sR * zR - sI * zI, mi = cR * ci + cI * cr + sR * zI + sI * zR;
      br = nr, bi = ni, cr = mr, ci = mi;
    }
    double eta = s->er[in + w];
    double dr = eta * br + cr, di = eta * bi + ci, nr = eta * br - cr, ni = eta * bi - ci, q = dr * dr + di * di;
    R[w] = (nr * nr + ni * ni) / q;
    T[w] = 4 * eta * s->er[out + w] / q;
  }
}
#elif defined(KERNEL)
typedef double V __attribute__((vector_size(64), aligned(8)));
typedef long long Bits __attribute__((vector_size(64), aligned(8)));
#define AT(array, i) (*(const V *)((array) + (i)))
static void spectra(const Shape *s, const int *medium, const double *d, int t, int p, double *R, double *T) {
  const double round = 6755399441055744.0;
  size_t in = at(s, t, p, s->media - 2), out = at(s, t, p, s->media - 1);
  for (int w = 0; w < s->W; w += 8) {
    V br = {1, 1, 1, 1, 1, 1, 1, 1}, one = br, bi = {0}, cr = AT(s->er, out + w), ci = AT(s->ei, out + w), norm = br;
    for (int j = s->layers - 1; j >= 0; j--) {
      size_t i = at(s, t, p, medium[j]) + w;
      V h = AT(s->a, i) * (d[j] / M_PI), f = h - (h + round - round), z = f * f;
      V P = f * (3.1415926535897865 + z * (-4.140485600877684 + z * (1.0537943886247503 + z * -0.05490037945083788)));
      V Q = 1 + z * (-4.6078256340580666 + z * (2.5066930865271124 + z * (-0.30278031449020565 + z * 0.004872453243439846)));
      V er = AT(s->er, i), yr = AT(s->yr, i), determinant = P * P + Q * Q;
      if (s->b[i] == 0) {
        V y = P * yr, x = P * er, nr = Q * br + y * ci, ni = Q * bi - y * cr;
        cr = Q * cr + x * bi;
        ci = Q * ci - x * br;
        br = nr, bi = ni;
      } else {
        V ei = AT(s->ei, i), yi = AT(s->yi, i), x = AT(s->b, i) * (-2 * d[j] / M_LN2);
        Bits low = x < -1000;
        x = (V)((low & (Bits)(-1000 * one)) | (~low & (Bits)x));
        V rounded = x + (round + 1023), e = x - (rounded - (round + 1023)), ee = e * e;
        V power = (V)((Bits)rounded << 52);
        V odd = e * (0.34657359027997264 + ee * (0.004624841100001714 + ee * 5.28708342106598e-6));
        V even = 1 + ee * (0.05338222179959301 + ee * 0.00022893358934211137);
        V sum = 0.5 * (even * (1 + power) - odd * (1 - power)), less = 0.5 * (even * (1 - power) - odd * (1 + power));
        V cR = Q * sum, cI = -P * less, sR = Q * less, sI = -P * sum;
        V hr = yr * cr - yi * ci, hi = yr * ci + yi * cr;
        V nr = cR * br - cI * bi + (sR * hr - sI * hi), ni = cR * bi + cI * br + (sR * hi + sI * hr);
        V wr = cR * hr - cI * hi + (sR * br - sI * bi), wi = cR * hi + cI * hr + (sR * bi + sI * br);
        cr = er * wr - ei * wi;
        ci = er * wi + ei * wr;
        br = nr, bi = ni;
        determinant *= power * (even - odd) * (even + odd);
      }
      norm *= determinant;
    }
    V eta = AT(s->er, in + w), dr = eta * br + cr, di = eta * bi + ci, nr = eta * br - cr, ni = eta * bi - ci;
    V q = dr * dr + di * di, r = (nr * nr + ni * ni) / q, tr = 4 * eta * AT(s->er, out + w) * norm / q;
    for (int k = 0; k < 8 && w + k < s->W; k++) R[w + k] = r[k], T[w + k] = tr[k];
  }
}
#else
static void spectra(const Shape *s, const int *medium, const double *d, int t, int p, double *restrict R,
                    double *restrict T) {
  enum { MOST = 1024 };
  static double br[MOST], bi[MOST], cr[MOST], ci[MOST], sine[MOST], cosine[MOST], decay[MOST];
  size_t in = at(s, t, p, s->media - 2), out = at(s, t, p, s->media - 1);
  int W = s->W;
  if (W > MOST) exit(2);
  for (int w = 0; w < W; w++) br[w] = 1, bi[w] = 0, cr[w] = s->er[out + w], ci[w] = s->ei[out + w];
  for (int j = s->layers - 1; j >= 0; j--) {
    size_t i = at(s, t, p, medium[j]);
    const double *restrict fa = s->a + i, *restrict fb = s->b + i, *restrict er = s->er + i, *restrict ei = s->ei + i;
    const double *restrict yr = s->yr + i, *restrict yi = s->yi + i;
    double dj = d[j];
    /* apart from each other: sin and cos together become sincos, which has no vector form */
    for (int w = 0; w < W; w++) sine[w] = sin(fa[w] * dj);
    for (int w = 0; w < W; w++) cosine[w] = cos(fa[w] * dj);
    for (int w = 0; w < W; w++) decay[w] = exp(fb[w] * dj);
    for (int w = 0; w < W; w++) {
      double e = decay[w], sn = sine[w], cs = cosine[w], ch = 0.5 * (e + 1 / e), sh = 0.5 * (e - 1 / e);
      double cR = cs * ch, cI = -sn * sh, sR = cs * sh, sI = -sn * ch;
      double yR = yr[w] * cr[w] - yi[w] * ci[w], yI = yr[w] * ci[w] + yi[w] * cr[w];
      double zR = er[w] * br[w] - ei[w] * bi[w], zI = er[w] * bi[w] + ei[w] * br[w];
      double nr = cR * br[w] - cI * bi[w] + sR * yR - sI * yI, ni = cR * bi[w] + cI * br[w] + sR * yI + sI * yR;
      double mr = cR * cr[w] - cI * ci[w] + sR * zR - sI * zI, mi = cR * ci[w] + cI * cr[w] + sR * zI + sI * zR;
      br[w] = nr, bi[w] = ni, cr[w] = mr, ci[w] = mi;
    }
  }
  for (int w = 0; w < W; w++) {
    double eta = s->er[in + w];
    double dr = eta * br[w] + cr[w], di = eta * bi[w] + ci[w], nr = eta * br[w] - cr[w], ni = eta * bi[w] - ci[w];
    double q = dr * dr + di * di;
    R[w] = (nr * nr + ni * ni) / q;
    T[w] = 4 * eta * s->er[out + w] / q;
  }
}
#endif

static double seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

int main(int argc, char **argv) {
  Shape *shapes = malloc(argc * sizeof *shapes);
  for (int i = 1; i < argc; i++) shapes[i - 1] = load(argv[i]);
  char mode[32];
  int which;
  while (scanf("%d %31s", &which, mode) == 2) {
    const Shape *s = &shapes[which];
    size_t runs = (size_t)s->angles * s->polarizations;
    double *R = malloc(runs * s->W * sizeof *R), *T = malloc(runs * s->W * sizeof *T), mean = 0;
    double *moved = malloc(s->layers * sizeof *moved);
    int differences = strcmp(mode, "differences") == 0;
    double start = seconds();
    for (int k = 0; k < s->stacks; k++) {
      const int *medium = s->medium + (size_t)k * s->layers;
      const double *d = s->d + (size_t)k * s->layers;
      for (size_t r = 0; r < runs; r++) {
        int t = (int)(r / s->polarizations), p = (int)(r % s->polarizations);
        if (differences) {
          for (int j = 0; j < s->layers; j++) { /* one more spectrum for the derivative by each thickness */
            memcpy(moved, d, s->layers * sizeof *moved);
            moved[j] += 1e-4;
            spectra(s, medium, moved, t, p, R + r * s->W, T + r * s->W);
          }
        }
        spectra(s, medium, d, t, p, R + r * s->W, T + r * s->W);
      }
      if (k == 0)
        for (size_t i = 0; i < runs * s->W; i++) mean += R[i] / (double)(runs * s->W);
    }
    printf("%.9f %.12f\n", seconds() - start, mean);
    fflush(stdout);
    free(R), free(T), free(moved);
  }
  return 0;
}
