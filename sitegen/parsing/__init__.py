"""This is where the readers find what several of them share: parts of formats, text in, text out.

tagged, tagvalues, refman      records of tagged lines: RIS, EndNote, MEDLINE
json_*, yaml_text              objects in JSON and YAML, damaged ones too
objects, values, csl_*         what the names in such objects mean
headers, columns, grids        what the names of columns mean; rows and cells
blocks, outlines, matter       the parts of a Markdown document
inline, listed, titling        the parts of an item of a list
labels, offers, segments       the words that lists and pages put around papers
details, evidence, venues      what a line beside a title says
paragraphs, wrapping           running text, titles and furniture; hard wraps
"""
