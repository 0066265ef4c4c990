#pragma once

namespace brigade::bench {

/// Twelve values, each the input of its own next step: enough independent work to fill the pipelines of today's cores
/// (two units of a latency of four, or a multiplication of three and then an addition of three), and few enough to stay
/// in sixteen registers together with a step's operands.
///
/// Each chain has a name of its own: an array might live in memory. Chains must start out different, or a compiler may
/// compute one of them for all. Internal linkage, as every user is compiled for another instruction set.
template <typename Value, typename Step>
[[gnu::always_inline]] static inline void multiply_add_chains(Value* chains, int steps, Step step) {
  Value a = chains[0];
  Value b = chains[1];
  Value c = chains[2];
  Value d = chains[3];
  Value e = chains[4];
  Value f = chains[5];
  Value g = chains[6];
  Value h = chains[7];
  Value i = chains[8];
  Value j = chains[9];
  Value k = chains[10];
  Value l = chains[11];
  for (int done = 0; done < steps; ++done) {
    a = step(a);
    b = step(b);
    c = step(c);
    d = step(d);
    e = step(e);
    f = step(f);
    g = step(g);
    h = step(h);
    i = step(i);
    j = step(j);
    k = step(k);
    l = step(l);
  }
  chains[0] = a;
  chains[1] = b;
  chains[2] = c;
  chains[3] = d;
  chains[4] = e;
  chains[5] = f;
  chains[6] = g;
  chains[7] = h;
  chains[8] = i;
  chains[9] = j;
  chains[10] = k;
  chains[11] = l;
}

}  // namespace brigade::bench
