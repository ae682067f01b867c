from tests.features.conftest import NINE


def test_time_at_the_door_delays_the_next_stop(engine, straight_road):
    windows = ((NINE, NINE + 1800),)
    short = [{"at": 10, "service": 300, "windows": windows}, {"at": 11, "service": 300, "windows": windows}]
    long = [{**visit, "service": 2400} for visit in short]
    assert len(engine(straight_road(short, [{}, {}])).routes) == 1
    assert len(engine(straight_road(long, [{}, {}])).routes) == 2
