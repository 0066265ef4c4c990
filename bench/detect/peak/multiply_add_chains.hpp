#pragma once

namespace brigade::bench {

/// Twelve values, each the input of its own next step: enough independent work to fill the pipelines of today's cores
/// (two units of a latency of four), and few enough to stay in sixteen registers together with a step's operands.
///
/// An instruction that multiplies and adds is both steps. Where those are two instructions, each has six chains of its
/// own: in one chain they would wait for each other, and how well a core sorts that out varies by a fifth.
///
/// Each chain has a name: an array might live in memory. Chains must start out different, or a compiler may compute one
/// of them for all. Internal linkage, as every user is compiled for another instruction set.
template <typename Value, typename EvenStep, typename OddStep>
[[gnu::always_inline]] static inline void multiply_add_chains(Value* chains, int steps, EvenStep even, OddStep odd) {
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
    a = even(a);
    b = odd(b);
    c = even(c);
    d = odd(d);
    e = even(e);
    f = odd(f);
    g = even(g);
    h = odd(h);
    i = even(i);
    j = odd(j);
    k = even(k);
    l = odd(l);
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

template <typename Value, typename Step>
[[gnu::always_inline]] static inline void multiply_add_chains(Value* chains, int steps, Step step) {
  multiply_add_chains(chains, steps, step, step);
}

}  // namespace brigade::bench
