"""Where one more visit could go in a plan, and how close it comes where it cannot.

``plan_slots`` lists every slot of a plan as columns, ``screen`` looks at all of them at once, ``insertion_search``
times the promising ones exactly. ``pair_slots`` and ``trip_slots`` add pairs and further trips.

May import ``timing`` and ``checks``; never ``reasons`` or the judge.

Read ``insertion_search`` first, then ``slot_search``.
"""
