"""What `--help` says of the commands that take a photo, a place or a description, or a table of them."""

IDENTIFY = """\
Name the birds in photos. Place and date are used where they are given, each on its own.

Three probabilities are shown: together, from all that is known; photo, from the photo alone; place,
from place and date alone. Each is over all species of the model.

examples:
  crossclip identify bird.jpg
  crossclip identify *.jpg --latitude 40.71 --longitude -74.01 --json
  crossclip identify holiday/*.jpg --exif
  crossclip identify --table sightings.csv --output predictions.csv --top 3

A table has the columns photo, latitude, longitude, date; all but photo may be blank, further columns
are carried along, and photos are looked for from the table's folder. The answer has --top rows for each
row, with its reason in the column error where a row could not be read. The answer grows in parts beside
its file: after a stop, of whatever kind, the same command goes on. Several processes share a table under
torchrun.
"""
CHECKLIST = """\
List the species likely at a place and date; with no date, over the year as a whole.

examples:
  crossclip checklist --latitude 40.71 --longitude -74.01 --date 2024-05-31 --top 20
  crossclip checklist --place "Duluth, MN" --date 2024-05-31 --top 20
  crossclip checklist --table places.csv --output checklist.csv

A table has the columns latitude, longitude, date; date may be blank.
"""
DESCRIBE = """\
Name a bird by a description of it, in English. Place and date are used where they are given, each on its own.

Three probabilities are shown: together, from all that is known; words, from the description alone;
place, from place and date alone. Words that the model has not met are named.

examples:
  crossclip describe "small yellow bird with a black cap"
  crossclip describe "gull, yellow legs, red spot on the bill" --latitude 41.9 --longitude -87.6 --date 2024-01-15
  crossclip describe "tiny, brown, tail held up" --top 3 --json
  crossclip describe --table descriptions.csv --output answers.csv

A table has the columns text, latitude, longitude, date; all but text may be blank, and further columns
are carried along. The answer has --top rows for each row, with its reason in the column error where a row
could not be read.
"""
