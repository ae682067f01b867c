"""Why an order was left out: the reason, the proof, and the changes of the day that would help (mends).

Sentences for people are made in ``words``, ``sentences`` and ``mend_words`` only.

May import ``timing``, ``checks`` and ``insertion``. Imported by ``build_plan`` and the exports of ``schedule``.

Read ``explain`` first; ``proven`` and ``squeezed`` are its two branches.
"""
