"""Who changed what, when and why."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.widgets.page import Here


def show(now: Here) -> None:
    """List the newest entries of the audit and whether its chain is whole."""
    entries = now.store.audit.latest(200)
    if not entries:
        st.info("Nothing was changed yet. Every saved change appears here with who and why.", icon=":material/history:")
        return
    zone = now.day.midnight.tzinfo
    st.dataframe(
        pd.DataFrame(
            [
                {
                    "When": entry.at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S"),
                    "Who": entry.who,
                    "What": entry.what,
                    "Why": entry.why,
                    "About": entry.subject,
                }
                for entry in entries
            ]
        ),
        hide_index=True,
        alt="Changes, newest first",
    )
    if st.button("Check that no entry was altered", icon=":material/verified:", key="audit_check"):
        if now.store.audit.verify():
            st.success("The chain of entries is whole.", icon=":material/check_circle:")
        else:
            st.error("The chain is broken: an entry was altered outside Lastmile.", icon=":material/error:")
