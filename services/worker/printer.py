#!/usr/bin/python3 -I
"""One HTML document becomes one PDF/UA-1 document, with two files attached.

stdin: a line "HTML RECEIPT SIGNATURE" of three lengths in bytes, then the three contents. stdout: the PDF. Started anew for each
document by blankett-worker print (worker/printer.h), which limits time, memory and what can be opened. Nothing is fetched, whatever
the document asks for: the only addresses that lead anywhere are those of the two attachments.
"""
import ctypes.util
import logging
import sys
import tempfile

# In the printer's sandbox nothing can be written, and looking for a library with the compiler would take longer than printing: libraries
# are found by their full names, and the folder for fonts out of documents is never used.
ctypes.util.find_library = lambda name: None
tempfile.mkdtemp = lambda **_ignored: '/nonexistent'

import pydyf  # noqa: E402
from weasyprint import HTML  # noqa: E402

ATTACHMENTS = ('kvitto:/kvitto.json', 'kvitto:/kvitto.json.minisig')


def take(stream):
	lengths = [int(n) for n in stream.readline(64).split()]
	contents = [stream.read(n) for n in lengths]
	if len(contents) != 3 or [len(c) for c in contents] != lengths:
		raise EOFError
	return contents


def fetcher(files):
	def fetch(url, *_ignored, **_also):
		return {'string': files[url], 'mime_type': 'application/octet-stream'}

	return fetch


def finish(_document, pdf):
	"""What PDF/UA-1 wants and WeasyPrint 57 leaves out: names of attachments, and which way a header cell looks."""
	for thing in pdf.objects:
		if not isinstance(thing, pydyf.Dictionary):
			continue
		if thing.get('Type') == '/Filespec':
			thing['F'] = thing['UF']
		if thing.get('S') == '/TH':
			thing['A'] = pydyf.Dictionary({'O': '/Table', 'Scope': '/Row'})


def main():
	logging.disable(logging.CRITICAL)
	html, receipt, signature = take(sys.stdin.buffer)
	fetch = fetcher(dict(zip(ATTACHMENTS, (receipt, signature))))
	document = HTML(string=html.decode(), url_fetcher=fetch)
	sys.stdout.buffer.write(document.write_pdf(finisher=finish, variant='pdf/ua-1'))


main()
